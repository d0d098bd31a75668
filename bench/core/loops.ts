/**
 * The loops over packets that are measured, around the functions of `impl`. They are written in the same subset of TypeScript, so
 * that WebAssembly is made of the very same source. Each packet's answer is stored.
 */
import { classify } from '../../impl/classifier/classify.ts'
import { FIELDS } from '../../impl/header/fields.ts'
import { indexOf } from '../../impl/lookup/lookup.ts'
import { advance, CYCLE, dequeue, enqueue, WAITING } from '../../impl/scheduler/calendar.ts'
import { PACKET } from '../../impl/scheduler/entry.ts'
import { enqueueForSlot, PARTITION_COUNT, serveSlot } from '../../impl/scheduler/slots.ts'

/** @param packets `count` of them, of `stride` words each, the id first; gone through `rounds` times */
export function lookupAll(
  table: Uint32Array,
  packets: Uint32Array,
  stride: number,
  count: number,
  rounds: number,
  answers: Uint32Array,
): void {
  for (let round = 0; round < rounds; round++) {
    let at = 0
    for (let i = 0; i < count; i++) {
      answers[i] = indexOf(table, packets[at] as number)
      at = (at + stride) >>> 0
    }
  }
}

/** @param packets `count` of them, of five words each; gone through `rounds` times @param fields room for those of one */
export function classifyAll(
  image: Uint32Array,
  packets: Uint32Array,
  count: number,
  rounds: number,
  fields: Uint32Array,
  answers: Uint32Array,
): void {
  for (let round = 0; round < rounds; round++) {
    let at = 0
    for (let i = 0; i < count; i++) {
      for (let field = 0; field < FIELDS; field++) {
        fields[field] = packets[at] as number
        at = (at + 1) >>> 0
      }
      answers[i] = classify(image, fields)
    }
  }
}

/** Packets come, `round` at a time; then the calendar goes to its next cycle and sends all of it; at the end, all that waits. */
export function runCalendar(
  image: Uint32Array,
  arrivals: Uint32Array,
  count: number,
  round: number,
  departures: Uint32Array,
): number {
  let departed = 0
  let packet = 0
  while (packet < count) {
    for (let i = 0; i < round; i++) {
      const at = (packet << 1) >>> 0
      enqueue(image, arrivals[at] as number, arrivals[at + 1] as number, packet)
      packet = (packet + 1) >>> 0
    }
    departed = sendCycle(image, departures, departed)
  }
  while ((image[WAITING] as number) > 0) departed = sendCycle(image, departures, departed)
  return departed
}

function sendCycle(image: Uint32Array, departures: Uint32Array, before: number): number {
  let departed = before
  advance(image, ((image[CYCLE] as number) + 1) >>> 0)
  for (let entry = dequeue(image); entry !== 0; entry = dequeue(image)) {
    departures[departed] = image[entry + PACKET] as number
    departed = (departed + 1) >>> 0
  }
  return departed
}

/** Packets come, `round` at a time; then a round of slots is served, one for each partition; at the end, more until all are sent. */
export function runSlots(
  image: Uint32Array,
  arrivals: Uint32Array,
  count: number,
  round: number,
  departures: Uint32Array,
): number {
  let departed = 0
  let accepted = 0
  let packet = 0
  while (packet < count) {
    for (let i = 0; i < round; i++) {
      const at = (packet << 1) >>> 0
      if (enqueueForSlot(image, arrivals[at] as number, arrivals[at + 1] as number, packet) !== 0)
        accepted = (accepted + 1) >>> 0
      packet = (packet + 1) >>> 0
    }
    departed = serveRound(image, departures, departed)
  }
  while (departed < accepted) departed = serveRound(image, departures, departed)
  return departed
}

function serveRound(image: Uint32Array, departures: Uint32Array, before: number): number {
  let departed = before
  const partitions = image[PARTITION_COUNT] as number
  for (let slot = 0; slot < partitions; slot++) {
    const entry = serveSlot(image)
    if (entry !== 0) {
      departures[departed] = image[entry + PACKET] as number
      departed = (departed + 1) >>> 0
    }
  }
  return departed
}
