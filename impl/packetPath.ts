/**
 * What runs for each packet: the functions that `core.wasm` has. They are plain TypeScript in the language that `von compile`
 * takes, so the same source is proved, runs as JavaScript, and runs as WebAssembly.
 */
export { count } from './accounting/accounts.ts'
export { classify } from './classifier/classify.ts'
export {
  destinationOf,
  flowOf,
  fragmentOf,
  isIntact,
  kindOf,
  lengthOf,
  overlayOf,
  portsOf,
  protocolOf,
  readHeader,
  serviceOf,
  sourceOf,
  timeToLiveOf,
} from './header/ipv4.ts'
export { writeHeader } from './header/writeIpv4.ts'
export { indexOf, isTable } from './lookup/lookup.ts'
export { depart, departBatch, receive, receiveBatch, receivePacket, receivePackets } from './pipeline/pipeline.ts'
export { advance, dequeue, enqueue } from './scheduler/calendar.ts'
export { enqueueForSlot, serveSlot } from './scheduler/slots.ts'
