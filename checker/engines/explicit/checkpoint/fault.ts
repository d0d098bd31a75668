/** What keeps a run from writing to a folder, or from going on from it: in words, and with a code for `von explain`. */
import { SpecError } from '../../../source/diagnostic.ts'

const fault = (code: string, message: string, more: { readonly note?: string; readonly help: string }) =>
  new SpecError({ code, message, ...more, related: [] })

export const unusable = (folder: string, reason: string) =>
  fault('VON4001', `cannot keep checkpoints in ${folder}: ${reason}`, {
    help: 'name a folder that is new or empty, and can be written',
  })
export const occupied = (folder: string) =>
  fault('VON4002', `${folder} holds a checkpoint already`, {
    help: `go on from it with --resume ${folder}, or name another folder`,
  })
export const nothingThere = (folder: string) =>
  fault('VON4003', `there is no checkpoint in ${folder}`, { help: `start anew with --checkpoint ${folder}` })
/** @param changes what is not as it was */
export const ofAnother = (folder: string, changes: readonly string[]) => {
  const shown = changes.slice(0, 5)
  const more = changes.length > shown.length ? [`and ${changes.length - shown.length} more`] : []
  return fault('VON4004', `the checkpoint in ${folder} is not of what is to be checked now`, {
    note: [...shown, ...more].join('; '),
    help: 'go on with the spec, constants and properties of then, or start anew in another folder',
  })
}
export const damaged = (folder: string) =>
  fault('VON4005', `the checkpoint in ${folder} is damaged`, {
    note: 'its files are shorter than they were or hold something else, or another version of von wrote them',
    help: 'start anew in another folder',
  })
/** @param lock path of the file that says so */
export const inUse = (folder: string, holder: string, lock: string) =>
  fault('VON4006', `another run writes to ${folder}: ${holder}`, {
    help: `wait for it, or remove ${lock} if it is over`,
  })
/** @param what such as `maxDepth 3 is less than the depth that it has reached, 5` */
export const outgrown = (folder: string, what: string) =>
  fault('VON4007', `cannot go on from the checkpoint in ${folder}: ${what}`, {
    help: 'give a limit at least as high as before',
  })
