/** `von prove` on theorems, as a user runs it. */
import { afterAll, describe, expect, it } from 'vitest'
import { Playground } from './playground.ts'

const theorems = `import { implies, theorem, theorems, word } from 'von'
import { isEarlier } from './serial.ts'

const HALF = 2 ** 31
export default theorems(
  theorem(
    'oneIsEarlier',
    { a: word(32), b: word(32) },
    ({ a, b }) => implies(a !== b && (a ^ b) >>> 0 !== HALF, isEarlier(a, b) !== isEarlier(b, a)),
    {
      about: 'Of two numbers that are not half of the circle apart, exactly one is earlier.',
      twins: { half: ({ a, b }) => implies(a !== b, isEarlier(a, b) !== isEarlier(b, a)) },
    },
  ),
  theorem('productsAreNotThat', { n: word(32) }, ({ n }) => Math.imul(n, 5) !== 12345678),
)
`
const serial = 'export const isEarlier = (a: number, b: number) => a !== b && (b - a) >>> 0 < 0x80000000\n'
const place = new Playground({ 'theorems.ts': theorems, 'serial.ts': serial })
afterAll(() => place.remove())

describe('von prove, of theorems', () => {
  it('proves them for all inputs, and sees that their twins are false, exit 0', () => {
    const { status, stdout } = place.von('prove theorems.ts --property oneIsEarlier')
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /proved +oneIsEarlier +for all inputs\n +Of two numbers .* earlier\.\n {2}refuted +twin half +a = /,
    )
    expect(stdout).toMatch(/\nproved: 1 theorem, 1 query, z3-solver .*$/)
  })
  it('shows inputs for which one is false, exit 1', () => {
    const { status, stdout } = place.von('prove theorems.ts')
    expect(status).toBe(1)
    expect(stdout).toMatch(/violated {2}productsAreNotThat {2}\(by the solver\)\n *--> theorems\.ts:15:/)
    const [, n] = /\n\nn {2}(\d+) \(0x/.exec(stdout) ?? []
    expect(Math.imul(Number(n), 5)).toBe(12345678)
  })
  it('takes a twin for its theorem, exit 1', () => {
    const { status, stdout } = place.von('prove theorems.ts --mutant half')
    expect(status).toBe(1)
    expect(stdout).toMatch(/violated {2}oneIsEarlier {2}\(by sampling\)/)
    // what the theorem claims is not what its twin does
    expect(stdout).not.toContain('exactly one is earlier')
  })
  it('gives the same as JSON', () => {
    const { status, stdout } = place.von('prove theorems.ts --property oneIsEarlier --json')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'von-theorems',
      file: 'theorems.ts',
      isProved: true,
      theorems: [{ name: 'oneIsEarlier', verdict: { kind: 'proved' }, twins: [{ verdict: { kind: 'violated' } }] }],
    })
  })
  it('refuses constants, and names that are none, exit 2', () => {
    expect(place.von('prove theorems.ts --const n=1')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('theorems have no constants'),
    })
    expect(place.von('prove theorems.ts --property oneIsEarlyer').stderr).toContain('did you mean oneIsEarlier?')
    expect(place.von('prove theorems.ts --mutant hall').stderr).toContain('did you mean half?')
  })
  it('is for theorems: other commands refuse them, exit 2', () => {
    const { status, stderr } = place.von('check theorems.ts')
    expect(status).toBe(2)
    expect(stderr).toContain('prove them: von prove theorems.ts')
  })
  it('lists them, exit 0', () => {
    const { status, stdout } = place.von('list theorems.ts')
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /oneIsEarlier +a: 0\.\.4294967295, b: 0\.\.4294967295\n +Of two .*\n +twin half +must be false/,
    )
  })
  it('shows what they are about, as text and as JSON, exit 0', () => {
    const { status, stdout } = place.von('show theorems.ts')
    expect(status).toBe(0)
    expect(stdout).toContain('oneIsEarlier\n  Of two numbers')
    expect(stdout).toMatch(
      /a {2}32 bits {2}0\.\.4294967295\n.*\n {2}true of more than 2\^53 inputs, 64 bits\n {2}twin half/,
    )
    expect(stdout).toContain('true of 4,294,967,296 inputs, 32 bits')
    expect(JSON.parse(place.von('show theorems.ts --json').stdout)).toMatchObject({
      format: 'von-show-theorems',
      theorems: [
        { name: 'oneIsEarlier', inputsAtMost: null },
        { about: null, inputsAtMost: 2 ** 32 },
      ],
    })
    expect(place.von('show theorems.ts --const n=1').status).toBe(2)
  })
})
