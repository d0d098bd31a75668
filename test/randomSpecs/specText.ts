/** The text of a whole random spec. */
import { boolType } from '../../checker/ir/type.ts'
import { isSmall, randomDomains } from './domains.ts'
import { expression } from './expressions.ts'
import { declareFunction, moduleFunction } from './functions.ts'
import { integer } from './integers.ts'
import { declareProcedure } from './procedures.ts'
import { Scope, type Variable, value } from './scope.ts'
import { predicateBody, statements } from './statements.ts'
import { Writer } from './writer.ts'

const imports = [
  'assert',
  'bag',
  'bool',
  'div',
  'eq',
  'fill',
  'guard',
  'ids',
  'implies',
  'int',
  'machine',
  'map',
  'mod',
  'oneOf',
  'option',
  'pick',
  'queue',
  'rec',
  'set',
  'spec',
  'variant',
]
const indent = (lines: readonly string[], by = 2) => lines.map(line => `${' '.repeat(by)}${line}`)

/**
 * @param choices bytes: the same ones write the same spec
 * @param tally counts the constructs used
 */
export function specText(choices: readonly number[], tally: Map<string, number>): string {
  const writer = new Writer(choices, tally)
  const identities = writer.between(1, 3)
  const domains = randomDomains(writer, identities)
  const outside = moduleFunction('near')
  const constants = new Scope({
    grammar: { expression, integer },
    writer,
    domains,
    numbers: new Map([
      ['N', identities],
      ['LIMIT', 2],
    ]),
    flags: ['flag', "(mode === 'slow')"],
    variables: [],
    callables: [outside.callable],
    procedures: [],
  })
  const functions = withFunctions(constants)
  const scope = functions.scope
  const variables = Array.from({ length: writer.between(2, 4) }, (_, i): Variable => {
    const type = writer.oneOf(domains.types)
    return { ...value(`s.v${i}`, type), access: 'place', origin: 'state' }
  })
  const declared = variables.map(({ text, type }) => `${text.slice(2)}: ${scope.name(type)}`)
  return [
    `import { ${imports.join(', ')} } from 'von'`,
    "import type { ValueOf } from 'von'",
    '',
    'const LIMIT = 2',
    outside.line,
    '',
    `export default spec('random', { N: ${identities}, flag: ${writer.oneOf(['true', 'false'])}, mode: ['fast', 'slow'] }, ({ N, flag, mode }) => {`,
    ...indent([
      ...domains.declarations,
      ...functions.lines,
      `const m = machine({ ${declared.join(', ')} })`,
      ...init(scope, variables),
      ...Array.from({ length: writer.between(1, 3) }, (_, i) => action(scope.withVariables(...variables), i)).flat(),
      ...properties(scope, variables),
      'return m',
    ]),
    '})',
    '',
  ].join('\n')
}

function withFunctions(scope: Scope): { lines: string[]; scope: Scope } {
  const { writer } = scope
  const lines: string[] = []
  let extended = scope
  for (let i = writer.below(3); i > 0; i--) {
    const made = declareFunction(extended, 'g', 1)
    lines.push(...made.lines)
    extended = extended.with({ callables: [...extended.callables, made.callable] })
  }
  for (let i = writer.below(3); i > 0; i--) {
    const made = declareProcedure(extended)
    if (made === null) continue
    lines.push(...made.lines)
    extended = extended.with({ procedures: [...extended.procedures, made.procedure] })
  }
  return { lines, scope: extended }
}

function init(scope: Scope, variables: readonly Variable[]): string[] {
  const { writer } = scope
  const picked = scope.domains.types.filter(isSmall)
  const type = writer.oneOf(picked)
  const isPicked = writer.chance(50)
  const name = writer.fresh('k')
  const inner = isPicked ? scope.withVariables(value(name, type)) : scope
  const fields = variables.map(v => `${v.text.slice(2)}: ${inner.expression(v.type, 1)}`).join(', ')
  if (!isPicked) return [`m.init(() => ({ ${fields} }))`]
  writer.use('pick in init')
  return ['m.init(() => {', `  const ${name} = pick(${scope.name(type)})`, `  return { ${fields} }`, '})']
}

function action(scope: Scope, index: number): string[] {
  const { writer } = scope
  const types = Array.from({ length: writer.below(3) }, () => writer.oneOf(scope.domains.types.filter(isSmall)))
  const parameters = types.map((type, i): Variable => ({ ...value(`q${i}`, type), origin: 'parameter' }))
  const context = { isAction: true, result: () => '', inLoop: false, picks: { left: 12 }, turns: 1 }
  const { lines } = statements(scope.withVariables(...parameters), context, 5, 3)
  const domains = parameters.map(p => `${p.text}: ${scope.name(p.type)}`).join(', ')
  const names = parameters.length === 0 ? '' : `, { ${parameters.map(p => p.text).join(', ')} }`
  return [`m.action('act${index}', { ${domains} }, (s${names}) => {`, ...indent(lines), '})']
}

function properties(scope: Scope, variables: readonly Variable[]): string[] {
  const { writer } = scope
  const now = scope.withVariables(...variables.map((v): Variable => ({ ...v, access: 'value' })))
  const later = variables.map((v): Variable => ({ ...v, access: 'value', text: v.text.replace('s.', 'next.') }))
  const kinds = [
    'invariant',
    'invariant',
    'step',
    'witness',
    ...(writer.chance(20) ? ['constraint'] : []),
    ...(writer.chance(30) ? ['mayEnd'] : []),
  ]
  return kinds.flatMap((kind, i) => {
    writer.use(kind)
    const inner = kind === 'step' ? now.withVariables(...later) : now
    const head = `m.${kind}(${kind === 'mayEnd' ? '' : `'${kind}${i}', `}${kind === 'step' ? '(s, next)' : 's'} =>`
    if (kind === 'constraint') return [`${head} ${inner.condition(1)} || ${inner.condition(1)})`]
    if (!writer.chance(40)) return [`${head} ${inner.expression(boolType, 4)})`]
    writer.use('property with a body')
    return [`${head} {`, ...indent(predicateBody(inner)), '})']
  })
}
