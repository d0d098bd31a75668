/** Codes of faults in finding, parsing and loading the modules of a spec (VON1xxx). */
import type { Catalogue } from './entry.ts'

export const loadingCodes: Catalogue = {
  VON1001: {
    title: 'no such file',
    explanation:
      'A spec is named by the path of its file, relative to the folder in which the command runs. There is no file of ' +
      'that name.',
    example: 'von check spec/leese/lease.ts',
    remedy: 'von check spec/lease/lease.ts',
  },
  VON1002: {
    title: 'a folder instead of a file',
    explanation: 'A spec is one file that exports it as its default. A folder may hold several, so one must be named.',
    example: 'von check spec/lease',
    remedy: 'von check spec/lease/lease.ts',
  },
  VON1003: {
    title: 'not a TypeScript or JavaScript module',
    explanation: 'A spec is an ES module whose name ends in .ts, .mts, .js or .mjs. Other files cannot be loaded.',
    example: 'von check lease.tsx',
    remedy: 'von check lease.ts',
  },
  VON1004: {
    title: 'syntax error',
    explanation:
      'The file is not valid TypeScript, so nothing in it can be checked. The frame shows the first place that does ' +
      'not fit; the cause may stand just before it, such as a missing bracket or comma.',
    example: 'const Router = ids(, 3)',
    remedy: "const Router = ids('r', 3)",
  },
  VON1005: {
    title: 'TypeScript that cannot be erased',
    explanation:
      'A spec is run as it stands, with its types blanked out, so that every position in an error or a debugger is ' +
      'that of the file you wrote. Enums, namespaces with code, parameter properties, `import x = require()` and ' +
      '`<T>value` mean something at run time and would have to be compiled. The compiler option ' +
      '`erasableSyntaxOnly` reports them in your editor.',
    example: 'enum Phase { Idle, Busy }',
    remedy: "const Phase = oneOf('idle', 'busy')",
  },
  VON1006: {
    title: 'an imported module does not exist',
    explanation:
      'A module of the spec imports a file or package that cannot be found. Paths are relative to the importing file; ' +
      'the extension may be left out, and .js finds .ts. Packages are looked up in node_modules folders from the ' +
      'importing file upwards; `von` is always there.',
    example: "import { live } from './leases'",
    remedy: "import { live } from './lease.ts'",
  },
  VON1007: {
    title: 'an imported name does not exist',
    explanation:
      'The imported module exists but does not export that name. If the name is a type, it is erased where it is ' +
      'declared, and the import has to be marked so that it is erased too.',
    example: "import { Grant, live } from './lease.ts'",
    remedy: "import { type Grant, live } from './lease.ts'",
  },
  VON1008: {
    title: 'an exception while loading the spec',
    explanation:
      'The modules of a spec are run once to load it. Code outside of the bodies of actions and properties threw an ' +
      'exception then. It was thrown where the frame points, outside of any exploration.',
    example: "const size = lookup.get('routers')!.length",
    remedy: "const size = lookup.get('routers')?.length ?? 2",
  },
  VON1009: {
    title: 'the module has no default export',
    explanation: 'A spec is the default export of its module; that is how commands and tests find it.',
    example: "export const lease = spec('lease', { routers: 2 }, build)",
    remedy: "export default spec('lease', { routers: 2 }, build)",
  },
  VON1010: {
    title: 'the default export is not a spec',
    explanation:
      'The default export must be what `spec(...)` returned: it carries the name, the constants with their defaults, ' +
      'and the function that builds an instance. A machine, a function or a promise is not a spec.',
    example: 'export default () => machine({ now: int(0, 5) })',
    remedy: "export default spec('clock', {}, () => machine({ now: int(0, 5) }))",
  },
  VON1011: {
    title: 'not a proof',
    explanation: 'Each file in a folder of proofs exports a proof as its default, made by proof(...), or theorems.',
    example: "export const proof = { claim: 'the lag is bounded' }",
    remedy: "export default proof({ claim: 'the lag is bounded', ... })",
  },
  VON1012: {
    title: 'a folder without proofs',
    explanation: 'Proofs are TypeScript modules in a folder: `proofs`, unless another is named.',
    example: 'von prove --all spec',
    remedy: 'von prove --all proofs',
  },
  VON1015: {
    title: 'a folder without claims',
    explanation: 'A register of claims is a folder of TypeScript modules: `claims`, unless another is named.',
    example: 'von claims spec',
    remedy: 'von claims claims',
  },
  VON1016: {
    title: 'not a chapter of claims',
    explanation:
      'Each file in a register of claims exports a chapter as its default, made by chapter(...). What chapters import ' +
      'lies in folders below.',
    example: "export const leases = { title: 'Leases' }",
    remedy: "export default chapter('Leases', { C1: { ... } })",
  },
  VON1017: {
    title: 'two claims of one name',
    explanation: 'Claims are asked for by their names, whatever chapter they are in, so no two can have the same.',
    example: "chapter('Leases', { C1: { ... } }) and chapter('Routes', { C1: { ... } })",
    remedy: "chapter('Leases', { C1: { ... } }) and chapter('Routes', { C2: { ... } })",
  },
}
