/**
 * Random functions of numbers, with every operator of bits: what JavaScript computes for random inputs is what the
 * interpreter computes with the model of the function, and what a solver finds to be its only value.
 *
 *     VON_RANDOM_FUNCTIONS=5000 VON_RANDOM_SEED=7 npx vitest run checker/engines/symbolic/theorem/agreement.test.ts
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { directTheorem } from '../../../direct/directTheorem.ts'
import { lowerTheorem } from '../../../frontend/lowerTheorem.ts'
import type { Variable } from '../../../ir/expr.ts'
import { floorMod } from '../../../ir/operations.ts'
import { interpreted } from '../../../ir/theorem.ts'
import { intType } from '../../../ir/type.ts'
import { openSession, type Session } from '../../../solver/session.ts'
import { SpecError } from '../../../source/diagnostic.ts'
import { bitVectors } from '../arithmetic.ts'
import { formulaOf, HOLDS } from './formula.ts'
import { samples } from './samples.ts'
import { theoremsIn } from './theorems.fixture.ts'

const functions = Number(process.env.VON_RANDOM_FUNCTIONS ?? 150)
const seed = Number(process.env.VON_RANDOM_SEED ?? 20_260_101)

const inputs = { a: 'word(32)', b: 'int(-9, 70)', c: 'int(-(2 ** 31), 2 ** 31 - 1)', d: 'word(5)' }
type Draw = (below: number) => number

const infix = ['&', '|', '^', '<<', '>>', '>>>', '+', '-', '*', '&', '|', '^', '<<', '>>', '>>>']
const calls = ['Math.imul', 'Math.imul', 'Math.min', 'Math.max', 'mod']

/** A number: most results are made 32 bits wide again, so that products stay exact. */
function number(draw: Draw, fuel: number): string {
  const inner = () => number(draw, fuel - 1)
  if (fuel === 0 || draw(8) === 0) {
    const constants = [`${draw(40)}`, `${2 ** draw(32)}`, `${-draw(9) - 1}`, '0xffffffff', '0x80000000']
    return draw(3) === 0 ? (constants[draw(constants.length)] as string) : (Object.keys(inputs)[draw(4)] as string)
  }
  switch (draw(9)) {
    case 0:
      return `~${operand(inner())}`
    case 1:
      return `(${condition(draw, fuel - 1)} ? ${inner()} : ${inner()})`
    case 2: {
      const name = calls[draw(calls.length)] as string
      return name === 'mod' ? `mod(${inner()}, ${draw(9) + 1})` : `${name}(${inner()}, ${inner()})`
    }
    case 3:
      return `Math.clz32(${inner()})`
    case 4:
      return `Math.floor(${inner()} / ${2 ** draw(9) + draw(3)})`
    default: {
      const operator = infix[draw(infix.length)] as string
      const [x, y] = [inner(), inner()]
      const text =
        operator === '*' ? `(${operand(x)} & 0xffff) * (${operand(y)} | 0)` : `${operand(x)} ${operator} ${operand(y)}`
      return draw(2) === 0 ? `(${text})` : draw(2) === 0 ? `((${text}) | 0)` : `((${text}) >>> 0)`
    }
  }
}
const operand = (text: string) => `(${text})`
const condition = (draw: Draw, fuel: number): string =>
  `${operand(number(draw, fuel))} ${['<', '<=', '===', '!==', '>', '>='][draw(6)]} ${operand(number(draw, fuel))}`

/** A function body with a variable that is assigned in a loop and a branch. */
function body(draw: Draw): string {
  return `let x = ${number(draw, 2)}
    for (let i = 0; i < ${draw(3)}; i++) x = (x ${['^', '&', '|', '<<', '>>>'][draw(5)]} (${number(draw, 1)} + i)) | 0
    if (${condition(draw, 1)}) x = ${number(draw, 1)}
    return ${number(draw, 2).replace(/\bd\b/, 'x')}`
}

it('agrees on random functions', { timeout: 60_000 + 2000 * functions }, async () => {
  const session = await openSession({ logic: 'QF_BV' })
  let [done, refused] = [0, 0]
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(1e6), { minLength: 120, maxLength: 120 }),
        fc.integer(),
        async (numbers, inputSeed) => {
          const rest = numbers.values()
          const text = body(below => (rest.next().value ?? 0) % below)
          const isAgreed = await compare(session, text, inputSeed)
          if (isAgreed === null) refused++
          else done++
          expect(isAgreed, text).not.toBe(false)
        },
      ),
      { seed, numRuns: functions },
    )
  } finally {
    await session.close()
  }
  expect(done).toBeGreaterThan(10 * refused)
})

/** Null for a function that is refused because it may leave the exact numbers. */
async function compare(session: Session, text: string, inputSeed: number): Promise<boolean | null> {
  const names = Object.keys(inputs)
  const domains = Object.entries(inputs).map(([name, domain]) => `${name}: ${domain}`)
  const given = givenOf(inputSeed)
  const expected = (new Function('mod', ...names, text)(floorMod, ...given) as number) + 0
  const [theorem] = theoremsIn(`
    function f(${names}) { ${text} }
    export default theorem('f', { ${domains} }, ({ ${names} }) =>
      implies(${names.map((name, i) => `${name} === ${given[i]}`).join(' && ')}, f(${names}) === ${expected}))`)
  if (theorem === undefined) throw new TypeError('no theorem')
  try {
    const lowered = lowerTheorem(theorem, theorem.claim)
    const isRun = directTheorem(theorem.inputs, theorem.claim)(given).truth === true
    const isModel = interpreted(lowered)(given) === 'holds'
    session.tell(`(push)\n${formulaOf(lowered, [], bitVectors).commands}`)
    const answer = await session.check([`(not ${HOLDS})`])
    session.tell('(pop)')
    return isRun && isModel && answer.kind === 'unsat'
  } catch (error) {
    if (error instanceof SpecError && error.diagnostics[0]?.code === 'VON2031') return null
    throw error
  }
}

function givenOf(inputSeed: number): readonly number[] {
  const domains = [intType(0, 2 ** 32 - 1), intType(-9, 70), intType(-(2 ** 31), 2 ** 31 - 1), intType(0, 31)]
  const variables = domains.map((type, index): Variable => ({ space: 'state', name: `x${index}`, index, type }))
  const [drawn] = samples(variables, 1, inputSeed)
  return drawn as readonly number[]
}
