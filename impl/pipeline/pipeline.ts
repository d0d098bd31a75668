/**
 * A packet through the core: its id says which partition it belongs to, the calendar which cycle it is sent in, and the accounts
 * what its partition is billed for. In batches or one by one it is the same: a batch is a loop around the single step, so
 * that crossing into other machine code, where it costs, is paid once for many.
 *
 * An unknown id belongs to no partition: its packet is dropped, and counted in the account at the end, for strays.
 */
import { ARRIVED, count, DEPARTED, DROPPED } from '../accounting/accounts.ts'
import { kindOf, overlayOf } from '../header/ipv4.ts'
import { indexOf } from '../lookup/lookup.ts'
import { dequeue, enqueue, PARTITION_COUNT } from '../scheduler/calendar.ts'
import { BYTES, PACKET, PARTITION } from '../scheduler/entry.ts'
import type { MutableWords, Words } from '../words.ts'

/**
 * An arrival, in words: the id of its overlay network, or where it begins among the words of all packets; its length in bytes;
 * and what the caller knows it by.
 */
export const ARRIVAL_WORDS = 3

/**
 * Receives a packet whose id is known.
 *
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
  return book(calendar, accounts, indexOf(table, id), bytes, packet)
}

/**
 * Receives a packet of IPv4 as it came. One that is malformed or short, a later fragment, or of no flow, is a stray.
 *
 * @param packets the words of all packets @param at where this one begins @param bytes how many of it have come
 * @returns as `receive`
 */
export function receivePacket(
  table: Words,
  calendar: MutableWords,
  accounts: MutableWords,
  packets: Words,
  at: number,
  bytes: number,
  packet: number,
): number {
  const partition = overlayOf(packets, at, kindOf(packets, at, bytes), table)
  return book(calendar, accounts, partition, bytes, packet)
}

/** @param partition any number; of what is not a partition the packet is a stray */
function book(
  calendar: MutableWords,
  accounts: MutableWords,
  partition: number,
  bytes: number,
  packet: number,
): number {
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
 * Receives packets whose ids are known, in their order.
 *
 * @param arrivals 3 words for each packet: id, bytes, packet @param arrivalCount how many there are
 * @param outcomes a word for each packet: what `receive` returns
 */
export function receiveBatch(
  table: Words,
  calendar: MutableWords,
  accounts: MutableWords,
  arrivals: Words,
  arrivalCount: number,
  outcomes: MutableWords,
): void {
  let at = 0
  for (let i = 0; i < arrivalCount; i++) {
    const id = arrivals[at] as number
    outcomes[i] = receive(table, calendar, accounts, id, arrivals[at + 1] as number, arrivals[at + 2] as number)
    at = (at + ARRIVAL_WORDS) >>> 0
  }
}

/**
 * Receives packets of IPv4 as they came, in their order.
 *
 * @param packets the words of all packets @param arrivals 3 words for each packet: where it begins, bytes, packet
 * @param outcomes a word for each packet: what `receivePacket` returns
 */
export function receivePackets(
  table: Words,
  calendar: MutableWords,
  accounts: MutableWords,
  packets: Words,
  arrivals: Words,
  arrivalCount: number,
  outcomes: MutableWords,
): void {
  let at = 0
  for (let i = 0; i < arrivalCount; i++) {
    const begin = arrivals[at] as number
    const bytes = arrivals[at + 1] as number
    outcomes[i] = receivePacket(table, calendar, accounts, packets, begin, bytes, arrivals[at + 2] as number)
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
