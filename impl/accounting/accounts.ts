/**
 * What each partition is billed by: packets and bytes that arrived, departed and were dropped. Counters have 64 bits, as two
 * words, the lower one first, and never turn over in practice.
 *
 * The image: 12 words for each partition, and 12 at the end for packets of none. At all times what arrived has departed, was
 * dropped, or waits; each packet is counted once in each of them.
 */
import type { MutableWords } from '../words.ts'

/** Of each partition, where each pair of counters begins: packets, and 2 words further bytes. */
export const ARRIVED = 0
export const DEPARTED = 4
export const DROPPED = 8
export const ACCOUNT_WORDS = 12

/** @param account ARRIVED, DEPARTED or DROPPED @param partition below the number of partitions; equal to it for none */
export function count(accounts: MutableWords, partition: number, account: number, bytes: number): void {
  const at = (Math.imul(partition, ACCOUNT_WORDS) + account) >>> 0
  add(accounts, at, 1)
  add(accounts, at + 2, bytes)
}

function add(accounts: MutableWords, at: number, amount: number): void {
  const sum = ((accounts[at] as number) + amount) >>> 0
  accounts[at] = sum
  if (sum < amount) accounts[at + 1] = ((accounts[at + 1] as number) + 1) >>> 0
}
