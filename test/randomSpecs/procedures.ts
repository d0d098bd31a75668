/** Functions that change the part of the state they are given. */
import { isScalar, staticType } from './domains.ts'
import { type Procedure, type Scope, value } from './scope.ts'
import { statements } from './statements.ts'

/** Null when the domains of the spec are all scalars. */
export function declareProcedure(scope: Scope): { lines: string[]; procedure: Procedure } | null {
  const { writer, domains } = scope
  const structures = domains.types.filter(type => !isScalar(type) && type.kind !== 'option')
  if (structures.length === 0) return null
  const place = writer.oneOf(structures)
  const parameters = writer.chance(50) ? [writer.oneOf(domains.types.filter(isScalar))] : []
  const name = writer.fresh('u')
  const target = writer.fresh('part')
  const texts = parameters.map(type => ({ type, text: writer.fresh('a') }))
  const inner = scope.withVariables(
    { ...value(target, place), access: 'place' },
    ...texts.map(({ text, type }) => value(text, type)),
  )
  const context = { isAction: false, result: () => '', inLoop: false, picks: { left: 1 }, turns: 1 }
  const { lines } = statements(inner, context, 2, 1)
  const list = [
    `${target}: ${staticType(domains, place)}`,
    ...texts.map(({ text, type }) => `${text}: ${staticType(domains, type)}`),
  ]
  return {
    lines: [`function ${name}(${list.join(', ')}) {`, ...lines.map(line => `  ${line}`), '}'],
    procedure: { name, place, parameters },
  }
}
