/** Functions that compute a value, declared next to the bodies that use them, some with a default parameter. */
import { intType, type Type } from '../../checker/ir/type.ts'
import { hasQueue, isScalar, staticType } from './domains.ts'
import { type Callable, type Scope, value } from './scope.ts'

/** A function that computes a value from its parameters and what is in scope. */
export function declareFunction(scope: Scope, prefix: string, depth: number): { lines: string[]; callable: Callable } {
  const { writer, domains } = scope
  const name = writer.fresh(prefix)
  const parameterTypes = Array.from({ length: writer.between(0, 2) }, () =>
    writer.oneOf(domains.types.filter(type => !hasQueue(type))),
  )
  const isOptional = parameterTypes.at(-1) !== undefined && isScalar(parameterTypes.at(-1) as Type) && writer.chance(50)
  const parameters = parameterTypes.map((type, i) => ({
    type,
    isOptional: isOptional && i === parameterTypes.length - 1,
  }))
  const texts = parameters.map(p => ({ ...p, text: writer.fresh('a') }))
  const list = texts.map(({ text, type, isOptional: hasDefault }) =>
    hasDefault
      ? `${text} = ${scope.with({ variables: [] }).expression(type, 0)}`
      : `${text}: ${staticType(domains, type)}`,
  )
  // a result that is a structure could be a name for a part of the state, which callers would not know of
  const result = writer.oneOf(domains.types.filter(isScalar))
  const inner = scope.without().withVariables(...texts.map(({ text, type }) => value(text, type)))
  const body = inner.expression(result, depth + 1)
  const callable = { name, parameters, result }
  const style = writer.oneOf(['arrow', 'arrow with a body', 'declaration'] as const)
  writer.use(`function: ${style}`)
  if (style === 'arrow') return { lines: [`const ${name} = (${list.join(', ')}) => ${body}`], callable }
  const head =
    style === 'declaration' ? `function ${name}(${list.join(', ')}) {` : `const ${name} = (${list.join(', ')}) => {`
  const early = writer.chance(50) ? [`  if (${inner.condition(1)}) return ${inner.expression(result, 1)}`] : []
  return { lines: [head, ...early, `  return ${body}`, '}'], callable }
}

/** A function of numbers that stands outside the spec, and so sees none of its domains. */
export function moduleFunction(name: string): { line: string; callable: Callable } {
  const number = intType(0, 3)
  return {
    line: `const ${name} = (x: number, by = LIMIT) => Math.min(Math.abs(x - by), LIMIT + 1)`,
    callable: {
      name,
      parameters: [
        { type: number, isOptional: false },
        { type: number, isOptional: true },
      ],
      result: number,
    },
  }
}
