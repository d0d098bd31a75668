/**
 * A packet through the core: its id says which partition it belongs to, the calendar which cycle it is sent in, and the accounts
 * what its partition is billed for. In batches or one by one it is the same: a batch is a loop around the single step, so
 * that crossing into other machine code, where it costs, is paid once for many.
 *
 * An unknown id belongs to no partition: its packet is dropped, and counted in the account at the end, for strays.
 */
import { ARRIVED, count, DEPARTED, DROPPED } from '../accounting/accounts.ts'
import { indexOf } from '../lookup/lookup.ts'
import { dequeue, enqueue, PARTITION_COUNT } from '../scheduler/calendar.ts'
import { BYTES, PACKET, PARTITION } from '../scheduler/entry.ts'
import type { MutableWords, Words } from '../words.ts'

/** A packet that arrives, in words: the id of its overlay network, its length in bytes, and what the caller knows it by. */
export const ARRIVAL_WORDS = 3

/**
 * @param table of the ids, made by `buildLookup`; their indices are the partitions
 * @param id 0 to 2^32 - 1 @param bytes length of the packet @param packet what `depart` is to give back
 * @returns how many cycles from now the packet is sent, from 1; 0 if it is dropped
 */
export function receive(
  table: Words,
  calendar: MutableWords,
  accounts: MutableWords,
  id: number,
  bytes: number,
  packet: number,
): number {
  const partition = indexOf(table, id)
  const partitions = calendar[PARTITION_COUNT] as number
  const account = partition < partitions ? partition : partitions
  count(accounts, account, ARRIVED, bytes)
  const cycles = enqueue(calendar, partition, bytes, packet)
  if (cycles === 0) count(accounts, account, DROPPED, bytes)
  return cycles
}

/** Sends the next packet of the present cycle: where its entry is in the calendar (see `dequeue`); 0 if there is none. */
export function depart(calendar: MutableWords, accounts: MutableWords): number {
  const entry = dequeue(calendar)
  if (entry !== 0) count(accounts, calendar[entry + PARTITION] as number, DEPARTED, calendar[entry + BYTES] as number)
  return entry
}

/**
 * Receives packets in their order.
 *
 * @param arrivals 3 words for each packet: id, bytes, packet @param packets how many there are
 * @param outcomes a word for each packet: what `receive` returns
 */
export function receiveBatch(
  table: Words,
  calendar: MutableWords,
  accounts: MutableWords,
  arrivals: Words,
  packets: number,
  outcomes: MutableWords,
): void {
  let at = 0
  for (let i = 0; i < packets; i++) {
    const id = arrivals[at] as number
    outcomes[i] = receive(table, calendar, accounts, id, arrivals[at + 1] as number, arrivals[at + 2] as number)
    at = (at + ARRIVAL_WORDS) >>> 0
  }
}

/**
 * Sends packets of the present cycle, in their order.
 *
 * @param packetsMax how many at most @param departures a word for each: the packet
 * @returns how many
 */
export function departBatch(
  calendar: MutableWords,
  accounts: MutableWords,
  packetsMax: number,
  departures: MutableWords,
): number {
  let sent = 0
  while (sent < packetsMax) {
    const entry = depart(calendar, accounts)
    if (entry === 0) break
    departures[sent] = calendar[entry + PACKET] as number
    sent = (sent + 1) >>> 0
  }
  return sent
}
