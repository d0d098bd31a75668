/**
 * Non-interference against a naive reference, and what is said of two runs that can be told apart.
 *
 *     VON_RANDOM_MODELS=10000 VON_RANDOM_SEED=7 npx vitest run checker/engines/explicit/nonInterference.test.ts
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lower } from '../../frontend/lower.ts'
import { drawModel, drawNonInterference } from '../../ir/model.arbitrary.ts'
import type { NonInterference } from '../../ir/model.ts'
import { naivePairs } from '../../ir/naivePairs.fixture.ts'
import { bool, fill, guard, ids, int, machine, map, oneOf, option, pick, spec } from '../../lang/index.ts'
import { InternalError } from '../../verdict/internalError.ts'
import { rerun } from '../../verdict/rerun.ts'
import type { Finding } from '../../verdict/verdict.ts'
import { explore } from './explore.ts'

const numRuns = Number(process.env.VON_RANDOM_MODELS ?? 60)
const seed = Number(process.env.VON_RANDOM_SEED ?? 5)

const found = async (model: ReturnType<typeof lower>, name = 'isolation'): Promise<Finding> => {
  const { findings } = await explore(model, { keepGoing: true })
  return findings.find(finding => finding.name === name) as Finding
}

/** A secret that a high step sets, and a low counter that the body of a low step may leak it to. */
const secretMachine = () => machine({ secret: bool, n: int(0, 3), last: option(oneOf('odd', 'even')) })
type SecretMachine = ReturnType<typeof secretMachine>
const secret = (declare: (m: SecretMachine) => void, claim: Parameters<SecretMachine['noninterference']>[1]) =>
  lower(
    spec('secret', {}, () => {
      const m = secretMachine()
      m.init(() => ({ secret: false, n: 0, last: null }))
      m.action('learn', { value: bool }, (s, { value }) => {
        s.secret = value
      })
      declare(m)
      m.noninterference('isolation', claim)
      return m
    }).instance(),
  )
const high = { learn: {} }
const count: (m: SecretMachine) => void = m =>
  m.action('count', {}, s => {
    s.n = (s.n + 1) % 4
  })

describe('non-interference', () => {
  it('holds where the observer sees nothing of what high steps change', async () => {
    const finding = await found(secret(count, { high, observe: s => s.n }))
    // left: the secret is known or not; right: never
    expect(finding).toMatchObject({ verdict: { kind: 'exhausted' }, pairs: { distinct: 8 } })
  })

  it('breaks where a low step copies a secret, and shows both runs', async () => {
    const leak = (m: SecretMachine) =>
      m.action('count', {}, s => {
        s.n = s.secret ? 3 : 1
      })
    const { verdict } = await found(secret(leak, { high, observe: s => s.n }))
    expect(verdict).toMatchObject({
      kind: 'violated',
      trace: { steps: [{ action: 'learn' }, { action: 'count', state: [true, 3, null] }] },
      violation: {
        kind: 'noninterference',
        without: { steps: [{ action: 'count', state: [false, 1, null] }] },
        high: [true, false],
        difference: { kind: 'observation' },
      },
    })
  })

  it('breaks where a secret decides whether a low step is possible', async () => {
    const blocked = (m: SecretMachine) =>
      m.action('count', { by: int(1, 2) }, (s, { by }) => {
        guard(!s.secret || by === 1)
        s.n = (s.n + by) % 4
      })
    const { verdict } = await found(secret(blocked, { high, observe: s => s.n }))
    expect(verdict).toMatchObject({
      kind: 'violated',
      violation: { difference: { kind: 'enabledness', action: 'count', choices: [2], in: 'without' } },
    })
  })

  it('is about the choices of parameters that are called high, and no others', async () => {
    const flows = (flow: readonly string[]) =>
      lower(
        spec('flows', {}, () => {
          const Flow = ids('f', 3)
          const m = machine({ sent: map(Flow, int(0, 1)) })
          m.init(() => ({ sent: fill(Flow, () => 0) }))
          m.action('send', { flow: Flow }, (s, { flow: f }) => {
            s.sent[f] = 1
          })
          m.mayEnd()
          m.noninterference('isolation', { high: { send: { flow } }, observe: s => s.sent.f2 })
          return m
        }).instance(),
      )
    expect(await found(flows(['f0', 'f1']))).toMatchObject({ verdict: { kind: 'exhausted' }, pairs: { distinct: 8 } })
    expect(await found(flows(['f2']))).toMatchObject({ verdict: { kind: 'violated', trace: { steps: [{}] } } })
  })

  it('shares picks between the runs, as far as both come to them', async () => {
    const guesses = (m: SecretMachine) =>
      m.action('count', {}, s => {
        if (s.secret) s.last = pick(oneOf('odd', 'even'))
        s.n = pick(int(0, 3))
      })
    expect(await found(secret(guesses, { high, observe: s => s.n }))).toMatchObject({ verdict: { kind: 'exhausted' } })
  })

  it('is vacuous when no high step is taken, or none changes anything', async () => {
    const never = (m: SecretMachine) => {
      count(m)
      m.action('never', {}, s => {
        guard(s.n > 3)
      })
    }
    const idle = (m: SecretMachine) => {
      count(m)
      m.action('idle', {}, () => {})
    }
    expect((await found(secret(never, { high: { never: {} }, observe: s => s.n }))).verdict).toMatchObject({
      kind: 'vacuous',
      premises: [{ text: 'a high step is taken' }],
    })
    expect((await found(secret(idle, { high: { idle: {} }, observe: s => s.n }))).verdict).toMatchObject({
      kind: 'vacuous',
      premises: [{ text: 'a high step changes anything' }],
    })
  })

  it('is not decided by pairs that were not seen, or that a failure cuts short', async () => {
    const fails = (m: SecretMachine) =>
      m.action('count', {}, s => {
        s.n++
      })
    expect((await found(secret(fails, { high, observe: s => s.n }))).verdict.kind).toBe('unknown')
    const bounded = (m: SecretMachine) => {
      count(m)
      m.constraint('small', s => s.n < 2)
    }
    expect((await found(secret(bounded, { high, observe: s => s.n }))).verdict.kind).toBe('bounded')
  })

  it('tells where observing fails', async () => {
    const finding = await found(
      secret(count, { high, observe: s => (s.secret ? (null as unknown as { x: number }).x : s.n) }),
    )
    expect(finding.verdict).toMatchObject({
      violation: { difference: { kind: 'failure', check: { failure: 'null' } } },
    })
  })
})

describe('two runs that break non-interference', () => {
  const leak = (m: SecretMachine) =>
    m.action('count', {}, s => {
      s.n = s.secret ? 3 : 1
    })
  it('are rejected when they do not show what is said', async () => {
    const model = secret(leak, { high, observe: s => s.n })
    const good = await found(model)
    const { verdict } = good
    if (verdict.kind !== 'violated' || verdict.violation.kind !== 'noninterference' || verdict.trace === undefined)
      throw new Error('no pair')
    const { trace, violation } = verdict
    expect(() => rerun(model, good)).not.toThrow()
    const changed: [string, object][] = [
      ['another high step', { ...verdict, violation: { ...violation, high: [false, true] } }],
      ['fewer low steps', { ...verdict, violation: { ...violation, without: { ...violation.without, steps: [] } } }],
      ['ends that look the same', { ...verdict, trace: violation.without, violation: { ...violation, high: [false] } }],
      [
        'a run that is none',
        { ...verdict, violation: { ...violation, without: { ...trace, steps: trace.steps.slice(1) } } },
      ],
      [
        'a step that is possible in both',
        {
          ...verdict,
          violation: { ...violation, difference: { kind: 'enabledness', action: 'count', choices: [], in: 'with' } },
        },
      ],
    ]
    for (const [what, bad] of changed)
      expect(() => rerun(model, { ...good, verdict: bad as never }), what).toThrow(InternalError)
  })
})

describe('non-interference of random models', () => {
  it('holds of all pairs of runs when it holds of runs and their purges', { timeout: 7_200_000 }, () => {
    const seen = { alike: 0, apart: 0 }
    fc.assert(
      fc.property(fc.gen(), draw => {
        const model = drawNonInterference(draw, fc.nat, drawModel(draw, fc.nat))
        const claim = model.nonInterference[0] as NonInterference
        const purged = naivePairs(model, claim)
        if (purged.failsAt !== null || purged.distinct > 20) return
        const all = naivePairs(model, claim, true)
        if (all.failsAt !== null) return
        expect(all.toldApartAt !== null).toBe(purged.toldApartAt !== null)
        seen[all.toldApartAt === null ? 'alike' : 'apart']++
      }),
      { seed, numRuns, endOnFailure: true },
    )
    expect(Math.min(seen.alike, seen.apart)).toBeGreaterThan(numRuns / 10)
  })

  it('is what a naive comparison of all pairs finds', { timeout: 7_200_000 }, async () => {
    const seen = { holds: 0, broken: 0, vacuous: 0, failing: 0 }
    await fc.assert(
      fc.asyncProperty(fc.gen(), fc.boolean(), async (draw, isCompiled) => {
        const model = drawNonInterference(draw, fc.nat, drawModel(draw, fc.nat))
        const naive = naivePairs(model, model.nonInterference[0] as NonInterference)
        const compileAfter = isCompiled ? 0 : Number.POSITIVE_INFINITY
        const { findings } = await explore(model, { keepGoing: true, compileAfter, properties: ['isolation'] })
        const { verdict, pairs } = findings.find(({ name }) => name === 'isolation') as Finding
        if (naive.toldApartAt !== null && (naive.failsAt === null || naive.toldApartAt >= 0)) {
          seen.broken++
          expect(verdict.kind).toBe('violated')
          expect(verdict.kind === 'violated' && verdict.trace?.steps.length).toBe(naive.toldApartAt)
        } else if (naive.failsAt !== null) {
          seen.failing++
          expect(verdict.kind).toBe('unknown')
        } else {
          const isVacuous = !naive.takesHigh || !naive.differs
          seen[isVacuous ? 'vacuous' : 'holds']++
          expect(verdict.kind).toBe(isVacuous ? 'vacuous' : 'exhausted')
          expect(pairs?.distinct).toBe(naive.distinct)
        }
      }),
      { seed, numRuns, endOnFailure: true },
    )
    for (const [what, many] of Object.entries(seen)) expect([what, many >= numRuns / 30]).toEqual([what, true])
  })
})
