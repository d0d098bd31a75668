import { describe, expect, it } from 'vitest'
import { equal, implies, not } from '../ir/boolean.ts'
import { name, read, type Variable } from '../ir/expr.ts'
import { modelOf, stateVariable } from '../ir/model.fixture.ts'
import { boundVariable, forall } from '../ir/quantifier.ts'
import { at, field, has } from '../ir/structure.ts'
import { enumType, mapType, recordType, setType } from '../ir/type.ts'
import { registerSource } from '../source/sourceFile.ts'
import { lemmaText } from './lemmaText.ts'

const worker = enumType(['w0', 'w1'])
const phase = read(stateVariable(0, 'phase', mapType(worker, enumType(['idle', 'busy']))))
const seen = read(stateVariable(1, 'seen', setType(worker)))
const w = boundVariable(0, 'w', worker)
const condition = forall(w, implies(has(seen, read(w)), not(equal(at(phase, read(w)), name('idle')))))

const [phaseVariable, seenVariable] = [phase, seen].map(e => e.variable as Variable) as [Variable, Variable]
const model = modelOf({ variables: [phaseVariable, seenVariable], initial: { next: { phase, seen } } })
const { file } = model.initial.span

describe('conditions as lemmas', () => {
  it('use the names that the spec has for its machine and its domains', () => {
    const source = "const Worker = ids('w', n)\n const it = machine({ phase: map(Worker, oneOf('idle', 'busy')) })"
    registerSource(file, source)
    expect(lemmaText(model, [{ name: 'first', condition }])).toEqual({
      domains: [],
      lemmas: ["it.lemma('first', s => Worker.every(w => implies(s.seen.has(w), s.phase[w] !== 'idle')))"],
    })
  })
  it('come with a domain that has no name', () => {
    registerSource(file, 'const Domain1 = 0')
    expect(lemmaText(model, [{ name: 'first', condition }])).toEqual({
      domains: ["const Domain2 = ids('w', 2)"],
      lemmas: ["m.lemma('first', s => Domain2.every(w => implies(s.seen.has(w), s.phase[w] !== 'idle')))"],
    })
  })
  it('are comments where the language has no words for them', () => {
    const pairs = recordType([{ name: 'of', type: worker }])
    const odd = forall(boundVariable(0, 'x', pairs), has(seen, field(read(boundVariable(0, 'x', pairs)), 'of')))
    expect(lemmaText(model, [{ name: 'first', condition: odd }]).lemmas).toEqual([
      expect.stringMatching(/^\/\/ first, which specs have no notation for: .*seen\.has\(x\.of\)/),
    ])
  })
})
