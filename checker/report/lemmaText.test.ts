import { describe, expect, it } from 'vitest'
import { name, read } from '../ir/expr.ts'
import { equal, implies, not } from '../ir/boolean.ts'
import { stateVariable } from '../ir/model.fixture.ts'
import { boundVariable, forall } from '../ir/quantifier.ts'
import { at, has } from '../ir/structure.ts'
import { enumType, mapType, setType } from '../ir/type.ts'
import { lemmaLines } from './lemmaText.ts'

const worker = enumType(['w0', 'w1'])
const phase = read(stateVariable(0, 'phase', mapType(worker, enumType(['idle', 'busy']))))
const seen = read(stateVariable(1, 'seen', setType(worker)))
const w = boundVariable(0, 'w', worker)
const condition = forall(w, implies(has(seen, read(w)), not(equal(at(phase, read(w)), name('idle')))))

describe('conditions as lemmas', () => {
  it('use the names that the spec has for its machine and its domains', () => {
    const source = "const Worker = ids('w', n)\n const it = machine({ phase: map(Worker, oneOf('idle', 'busy')) })"
    expect(lemmaLines([{ name: 'first', condition }], source)).toEqual([
      "it.lemma('first', s => Worker.every(w => implies(s.seen.has(w), s.phase[w] !== 'idle')))",
    ])
  })
  it('make a domain that has no name', () => {
    expect(lemmaLines([{ name: 'first', condition }], '')).toEqual([
      "m.lemma('first', s => ids('w', 2).every(w => implies(s.seen.has(w), s.phase[w] !== 'idle')))",
    ])
  })
})
