/**
 * Two-phase commit of `n` resource managers, its successors written by hand. Words are those of the spec's encoding in
 * spirit only: 2 bits for each manager (working, prepared, committed, aborted), n bits for what the coordinator has
 * received, n for what was sent, 1 each for a sent commit and abort, 2 for the coordinator. With `padding`, a state is
 * that many words longer and every word has a copy of the first. Reachable states: 4^n + 6^n + 2^n.
 */
import { tmpdir } from 'node:os'
import type { Code } from '../../../codegen/wasm/bytes.ts'
import {
  type FunctionRef,
  get,
  globalGet,
  globalSet,
  i32,
  i64,
  ifElse,
  type Local,
  set,
} from '../../../codegen/wasm/instructions.ts'
import { Kernel } from './kernel.ts'
import { KernelModule } from './kernelModule.ts'
import { type KernelShape, layOut } from './layout.ts'
import { PageFile } from './pageFile.ts'

const [PREPARED, COMMITTED, ABORTED] = [1n, 2n, 3n]

/** A guarded assignment: enabled where `state & mask === value`, leads to `(state & ~clear) | setBits`. */
interface Rule {
  readonly action: number
  readonly mask: bigint
  readonly value: bigint
  readonly clear: bigint
  readonly setBits: bigint
}

/** Rules in their order, by action: receive prepared, commit, abort; prepare, choose to abort, be told to commit, abort. */
export function commitRules(n: number): Rule[] {
  const bit = (i: number) => 1n << BigInt(i)
  const range = Array.from({ length: n }, (_, i) => i)
  const manager = (i: number, state: bigint) => state << BigInt(2 * i)
  const received = (i: number) => bit(2 * n + i)
  const sent = (i: number) => bit(3 * n + i)
  const [commitSent, abortSent] = [bit(4 * n), bit(4 * n + 1)]
  const coordinator = (state: bigint) => state << BigInt(4 * n + 2)
  const allReceived = range.reduce((all, i) => all | received(i), 0n)
  const rule = (action: number, mask: bigint, value: bigint, setBits: bigint, clear = 0n): Rule => ({
    action,
    mask,
    value,
    clear,
    setBits,
  })
  return [
    ...range.map(i => rule(0, coordinator(3n) | sent(i), sent(i), received(i))),
    rule(1, coordinator(3n) | allReceived, allReceived, coordinator(1n) | commitSent),
    rule(2, coordinator(3n), 0n, coordinator(2n) | abortSent),
    ...range.flatMap(i => [
      rule(3, manager(i, 3n), 0n, manager(i, PREPARED) | sent(i)),
      rule(4, manager(i, 3n), 0n, manager(i, ABORTED)),
      rule(5, commitSent, commitSent, manager(i, COMMITTED), manager(i, 3n)),
      rule(6, abortSent, abortSent, manager(i, ABORTED)),
    ]),
  ]
}

export const COMMIT_ACTIONS = 7
export const commitBits = (n: number) => 4 * n + 4

/** Flags of `inspect`: some manager has committed; some has aborted. */
export const SOME_COMMITTED = 1
export const SOME_ABORTED = 2

export interface CommitOptions extends Partial<KernelShape> {
  /** how many words of 64 bits a state has in addition */
  readonly padding?: number
  /** slots of the table to begin with */
  readonly firstSlots?: number
  /** slots that threads move together, at least */
  readonly sharedSlots?: number
  /** code that runs for every expanded state, with its address */
  readonly extra?: (state: Local, kernel: KernelModule) => Code
}

/** A kernel for `n` managers, with the initial state, whose words are all zero. */
export function commitKernel(
  n: number,
  { padding = 0, extra, firstSlots, sharedSlots, ...shape }: CommitOptions = {},
): Kernel {
  const rules = commitRules(n)
  const planned = layOut({
    bits: commitBits(n) + 64 * padding,
    actions: COMMIT_ACTIONS,
    maxSuccessors: rules.length,
    counterBytes: 8 * COMMIT_ACTIONS,
    memoryBytes: 2 ** 28,
    ...shape,
  })
  const layout = { ...planned, ...(firstSlots && { firstSlots }), ...(sharedSlots && { sharedSlots }) }
  const kernelModule = new KernelModule(layout)
  const { builder } = kernelModule
  const successors = builder.declare('successors', ['i32'], [])
  const [address] = successors.params as [Local]
  const [state, next] = [successors.local('i64'), successors.local('i64')]
  builder.define(successors, [
    extra?.(address, kernelModule) ?? [],
    set(state, i64.load(get(address))),
    rules.map(rule =>
      ifElse(i64.eq(i64.and(get(state), i64.const(rule.mask)), i64.const(rule.value)), [
        increment(kernelModule.counters, 8 * rule.action),
        set(next, i64.or(i64.and(get(state), i64.const(~rule.clear)), i64.const(rule.setBits))),
        ifElse(i64.eq(get(next), get(state)), countSelfLoop(kernelModule), append(kernelModule, next, rule.action)),
      ]),
    ),
  ])
  const inspect = builder.declare('inspect', ['i32'], ['i32'])
  builder.define(inspect, inspectCode(n, inspect))
  const file = layout.paging && PageFile.open(tmpdir())
  return new Kernel(layout, kernelModule.complete({ successors, inspect }), file)
}

const increment = (address: Code, offset: number): Code =>
  i64.store(address, i64.add(i64.load(address, offset), i64.const(1n)), offset)

const countSelfLoop = ({ globals: { selfLoops } }: KernelModule): Code =>
  globalSet(selfLoops, i64.add(globalGet(selfLoops), i64.const(1n)))

function append({ globals: { out, parent }, layout }: KernelModule, next: Local, action: number): Code {
  const { stateBytes, entryBytes } = layout
  const offsets = Array.from({ length: stateBytes / 8 }, (_, i) => 8 * i)
  return [
    offsets.map(offset => i64.store(globalGet(out), get(next), offset)),
    i32.store(globalGet(out), i32.const(action), stateBytes),
    i32.store(globalGet(out), globalGet(parent), stateBytes + 4),
    globalSet(out, i32.add(globalGet(out), i32.const(entryBytes))),
  ]
}

function inspectCode(n: number, inspect: FunctionRef): Code {
  const [address] = inspect.params as [Local]
  const low = Array.from({ length: n }, (_, i) => 1n << BigInt(2 * i)).reduce((a, b) => a | b)
  const state = i64.load(get(address))
  const high = i64.and(i64.shrU(state, i64.const(1n)), i64.const(low))
  const committed = i64.ne(i64.and(high, i64.xor(state, i64.const(low))), i64.const(0n))
  const aborted = i64.ne(i64.and(high, state), i64.const(0n))
  return i32.or(i32.mul(committed, i32.const(SOME_COMMITTED)), i32.mul(aborted, i32.const(SOME_ABORTED)))
}
