/**
 * What no proof of a report needed, for people: guards, and lemmas. They may be there for other reasons: for what must happen,
 * for what must stay possible, to say what the protocol is, or to keep a value within its domain, which is seen when a spec
 * is read, before solvers are asked.
 */
import type { FrameOptions } from '../source/frame.ts'
import type { Span } from '../source/span.ts'
import type { SolverReport } from '../verdict/report.ts'
import { shortened } from './layout.ts'
import { placeText, sourceOf } from './place.ts'

/** Rows of a table; none unless all that is about states and steps is proved, and it is known by what. */
export function idleRows({ model, findings }: SolverReport, { cwd }: FrameOptions): string[][] {
  const provable = findings.filter(({ kind }) => kind !== 'temporal')
  const proofs = provable.flatMap(({ name, verdict }) =>
    verdict.kind === 'proved' && verdict.proof !== undefined ? [{ name, ...verdict.proof }] : [],
  )
  if (proofs.length < provable.length || proofs.some(({ guards }) => guards === null)) return []

  const needed = proofs.flatMap(({ guards }) => (guards ?? []).map(({ span }) => keyOf(span)))
  const guards = model.actions.flatMap(({ name, steps }) =>
    steps.flatMap(step =>
      step.kind === 'guard' && !needed.includes(keyOf(step.span)) ? [{ name, span: step.span }] : [],
    ),
  )
  const isLemma = (name: string) => model.properties.some(each => each.name === name && each.kind === 'lemma')
  const used = new Set(proofs.filter(({ name }) => !isLemma(name)).flatMap(({ needs }) => needs))
  for (const name of used) for (const need of proofs.find(proof => proof.name === name)?.needs ?? []) used.add(need)
  const lemmas = model.properties.filter(({ name, kind }) => kind === 'lemma' && !used.has(name))
  return [
    ...guards.map(({ name, span }) => [
      'not needed',
      shortened(sourceOf(span), SOURCE_WIDTH),
      `${placeText(span, cwd)}, a guard of ${name}`,
    ]),
    ...lemmas.map(({ name, span }) => ['not needed', name, `${placeText(span, cwd)}, a lemma`]),
  ]
}

const SOURCE_WIDTH = 60
const keyOf = ({ file, start, end }: Span) => `${file}:${start}:${end}`
