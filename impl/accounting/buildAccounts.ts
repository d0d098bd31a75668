/** Makes the image that `accounts.ts` counts in, and reads it. Not for the path of packets. */
import { ACCOUNT_WORDS, ARRIVED, DEPARTED, DROPPED } from './accounts.ts'

export interface Volume {
  /** 0 to 2^64 - 1 */
  readonly packets: bigint
  readonly bytes: bigint
}
/** What arrived has departed, was dropped, or waits. */
export interface Account {
  readonly arrived: Volume
  readonly departed: Volume
  readonly dropped: Volume
}

/** Accounts of so many partitions, and one at the end for packets of none. 48 bytes each. */
export const buildAccounts = (partitions: number): Uint32Array<ArrayBuffer> =>
  new Uint32Array((partitions + 1) * ACCOUNT_WORDS)

/** @throws RangeError where there is no such account */
export function readAccount(accounts: Uint32Array, partition: number): Account {
  const start = partition * ACCOUNT_WORDS
  if (!Number.isInteger(partition) || start < 0 || start >= accounts.length)
    throw new RangeError(`there is no account ${partition}, but ${accounts.length / ACCOUNT_WORDS}, from 0`)
  const number = (at: number) => (BigInt(accounts[at + 1] as number) << 32n) | BigInt(accounts[at] as number)
  const volume = (at: number): Volume => ({ packets: number(start + at), bytes: number(start + at + 2) })
  return { arrived: volume(ARRIVED), departed: volume(DEPARTED), dropped: volume(DROPPED) }
}
