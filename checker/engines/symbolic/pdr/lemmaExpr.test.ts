import { describe, expect, it } from 'vitest'
import { bag, fill, ids, int, machine, map, oneOf, option, rec, set, spec, variant } from 'von'
import { lower } from '../../../frontend/lower.ts'
import { Interpreter } from '../../../ir/interpret.ts'
import type { State } from '../../../ir/model.ts'
import { formatSource } from '../../../ir/print.ts'
import { LemmaWriter } from './lemmaExpr.ts'
import { cubeOf, isNegative, type Literal, Vocabulary } from './vocabulary.ts'

const R = ids('r', 3)
const Message = variant({ ready: { from: R }, stop: {} })
const Network = bag(rec({ to: R }), 1)
const model = lower(
  spec('words', {}, () => {
    const m = machine({
      phase: map(R, oneOf('idle', 'busy', 'done')),
      holder: option(R),
      uses: map(R, int(0, 4)),
      sent: set(Message),
      network: Network,
    })
    m.init(() => ({
      phase: fill(R, r => (r === 'r1' ? 'busy' : 'idle')),
      holder: 'r1',
      uses: fill(R, r => (r === 'r1' ? 3 : 0)),
      sent: set(Message).of(),
      network: Network.of(),
    }))
    m.action('stay', {}, () => {})
    m.interchangeable(R)
    return m
  }).instance(),
)
const [state] = initialStates() as [State]
function initialStates(): State[] {
  const all: State[] = []
  new Interpreter(model).initialStates(o => o.kind === 'next' && all.push(o.state))
  return all
}

const vocabulary = new Vocabulary(model)
const writer = new LemmaWriter(vocabulary)
const literals = vocabulary.cubeOfState(state)
/** The literals of the state, by how the atom is written. */
const literal = (atom: string): Literal => {
  const found = literals.find(l => formatSource(vocabulary.atomExpr(l >> 1), () => 'R') === atom)
  if (found === undefined) throw new Error(`no literal about ${atom}`)
  return found
}
const written = (...list: readonly Literal[]) =>
  formatSource(writer.express(vocabulary.images(cubeOf(list))), () => 'R')

describe('the cube of a state', () => {
  it('is true of that state, and says of each scalar what it is not', () => {
    const atoms = literals.map(
      l => `${isNegative(l) ? 'not ' : ''}${formatSource(vocabulary.atomExpr(l >> 1), () => 'R')}`,
    )
    expect(atoms).toContain("not s.phase['r1'] === 'idle'")
    expect(atoms).toContain("not s.phase['r1'] === 'done'")
    expect(atoms).toContain("s.uses['r1'] <= 3")
    expect(atoms).toContain("not s.uses['r1'] <= 2")
    expect(atoms).toContain("s.holder !== null && s.holder === 'r1'")
  })
  it('has an image for each arrangement of the names that it mentions', () => {
    const one = cubeOf([literal("s.phase['r1'] === 'idle'")])
    const two = cubeOf([...one, literal("s.phase['r0'] === 'busy'")])
    expect([vocabulary.images(one).length, vocabulary.images(two).length]).toEqual([3, 6])
  })
})

describe('a lemma is written', () => {
  it('for all names that it is true of', () => {
    expect(written(literal("s.phase['r1'] === 'idle'"), literal("s.phase['r1'] === 'done'"))).toBe(
      "R.every(r => s.phase[r] !== 'busy')",
    )
  })
  it('with what is missing as the conclusion', () => {
    const busy = [literal("s.phase['r1'] === 'idle'"), literal("s.phase['r1'] === 'done'")]
    expect(written(...busy, literal("s.sent.has({ kind: 'ready', from: 'r1' })"))).toBe(
      "R.every(r => implies(s.phase[r] === 'busy', s.sent.has({ kind: 'ready', from: r })))",
    )
  })
  it('of different names where it would be false of one', () => {
    expect(written(literal("s.holder !== null && s.holder === 'r1'"), literal("s.uses['r0'] <= 0"))).toBe(
      'R.every(r => R.every(r2 => implies(r !== r2 && s.holder !== null && s.holder === r, s.uses[r2] !== 0)))',
    )
  })
})
