/**
 * The packet core as a library, `von/core`: which overlay network a packet belongs to, what its rules are, when it is sent, and
 * what it is billed as. Plain functions on flat images of unsigned 32-bit numbers: nothing is allocated on the path of
 * packets, nothing is imported, time is an argument. `build...` makes images and validates what it is given (RangeError); the
 * other functions trust their images.
 */

// Accounts: packets and bytes of each partition.
export * from './accounting/accounts.ts'
export * from './accounting/buildAccounts.ts'
// Rules: the first of many that matches a packet.
export { buildClassifier, type Classifier } from './classifier/buildClassifier.ts'
export { classify } from './classifier/classify.ts'
export { firstMatch, type Range, type Rule } from './classifier/rule.ts'
// Headers: what a packet of IPv4 is, and says of itself.
export * from './header/fields.ts'
export * from './header/ipv4.ts'
export { writeHeader, writtenWords } from './header/writeIpv4.ts'
// Ids: which partition an overlay network has.
export { buildLookup, type LookupEntry } from './lookup/buildLookup.ts'
export { indexOf, isTable } from './lookup/lookup.ts'
// All of it, for one packet or many.
export * from './pipeline/pipeline.ts'
// What a calendar does, told event by event, to be held against its spec.
export { type CalendarCode, type CalendarEvent, type CalendarSink, recorded } from './recording/recorded.ts'
// Schedulers: by cycles, and by slots.
export { buildCalendar, type CalendarPlan, changeBudgets } from './scheduler/buildCalendar.ts'
export { buildSlots, changeOwners, type SlotPlan } from './scheduler/buildSlots.ts'
export { advance, dequeue, enqueue } from './scheduler/calendar.ts'
export { BYTES, PACKET, PARTITION } from './scheduler/entry.ts'
export { enqueueForSlot, serveSlot } from './scheduler/slots.ts'
// The same as WebAssembly: the functions of `von/core.wasm`.
export {
  type Address,
  type Compiled,
  type Core,
  instantiate,
  type PacketPath,
  type Placed,
} from './wasm/instantiate.ts'
export { type MutableWords, NONE, type Words } from './words.ts'
