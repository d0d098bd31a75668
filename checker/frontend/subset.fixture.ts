/** A state with every kind of domain, and specs made of one body given as text: for the tests of what is refused. */
import * as von from '../lang/index.ts'
import type { Instance, Spec } from '../lang/spec.ts'
import { registerSource } from '../source/sourceFile.ts'
import { instrument } from './instrument.ts'

const prelude = `import { spec, machine, guard, pick, assert, eq, implies, fill, div, mod, ids, int, map, set, bag, queue, rec, oneOf, option, variant, bool } from 'von'
let counter = 0
export default spec('subset', {}, () => {
  const Router = ids('r', 2)
  const Link = rec({ owner: Router, load: int(0, 3) })
  const Message = variant({ hello: { from: Router }, grant: { from: Router, load: int(0, 3) }, bye: {} })
  const m = machine({
    n: int(0, 3), on: bool, phase: map(Router, oneOf('idle', 'busy')), link: Link, spare: Link,
    lease: map(Router, option(Link)), q: queue(Router, 2), seen: set(Router), sent: bag(Message, 1), last: Message,
  })
  m.init(() => ({
    n: 0, on: false, phase: fill(Router, () => 'idle'), link: { owner: 'r0', load: 0 }, spare: { owner: 'r0', load: 0 },
    lease: fill(Router, () => null), q: [], seen: set(Router).of(), sent: bag(Message, 1).of(), last: { kind: 'bye' },
  }))
`
let count = 0

/**
 * The instance of a spec whose rest is `declarations`, after a state of every kind of domain.
 * @returns the instance, and the line on which the declarations begin
 */
export async function instanceOf(declarations: string): Promise<{ instance: Instance; firstLine: number }> {
  const text = `${prelude}${declarations}\n  return m\n})\n`
  const made = instrument(registerSource(`/subset/${count++}.ts`, text))
  if (made === undefined) throw new TypeError('the text is not a module')
  // the module is run as a script: its imports are the language itself, its default export the result
  const script = made.code
    .replace(/import \{([^}]*)\} from 'von'/, 'const {$1} = von')
    .replace('export default', 'return')
  const spec = new Function('von', script)(von) as Spec
  return { instance: spec.instance(), firstLine: prelude.split('\n').length }
}

/** A single action with this body over the state `s` and a router `r`; a complete declaration is taken as it is. */
export const actionOf = (body: string): string =>
  body.includes('m.action(') ? body : `m.action('act', { r: Router }, (s, { r }) => {\n${body}\n})`
