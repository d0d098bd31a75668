/**
 * Codes of faults in a spec's definition: domains, names, instances (VON3xxx).
 *
 * Each example stands where `m` is a machine with the variable `n: int(0, 3)` and `lease` a spec with the constants
 * `routers: 2` and `bug: ['none', 'forget']`. A test runs it there, and finds it refused with its code and its remedy
 * accepted.
 */
import type { Catalogue } from './entry.ts'

/** The start of a spec with one action. */
const counter = "spec('counter', {}, () => { m.init(() => ({ n: 0 })); m.action('tick', { by: int(1, 2) }, () => {});"

export const definitionCodes: Catalogue = {
  VON3001: {
    title: 'not a range of integers',
    explanation:
      'int(low, high) is the domain of the integers from low to high, both included. It needs two integers, and the ' +
      'smaller one first. A bound that is computed from constants may come out wrong for one instance only.',
    example: 'int(3, 0)',
    remedy: 'int(0, 3)',
  },
  VON3002: {
    title: 'a domain without values',
    explanation:
      'A variable must have a value, so every domain has at least one: oneOf needs a name, variant a case, and a ' +
      'constant that is a choice something to choose from.',
    example: 'oneOf()',
    remedy: "oneOf('idle')",
  },
  VON3003: {
    title: 'an impossible number of identities',
    explanation:
      "ids(prefix, count) names count identities, from 1 to 64. The names are known to TypeScript, so that 'r0' can be " +
      'told from a misspelt one; that is why there is a limit.',
    example: "ids('r', 0)",
    remedy: "ids('r', 3)",
  },
  VON3004: {
    title: "a field named 'kind'",
    explanation:
      "The tag that tells the cases of a variant apart is called 'kind', as in { kind: 'grant', to: 'r0' }. A field of " +
      'the same name would hide it.',
    example: "variant({ grant: { kind: oneOf('full', 'part') } })",
    remedy: "variant({ grant: { extent: oneOf('full', 'part') } })",
  },
  VON3005: {
    title: 'an option of an option',
    explanation:
      'option(D) is null or a value of D. If D has a null of its own, the two cannot be told apart. A variant can name ' +
      'the cases.',
    example: 'option(option(int(0, 3)))',
    remedy: 'variant({ unknown: {}, none: {}, some: { n: int(0, 3) } })',
  },
  VON3006: {
    title: 'keys that are neither names nor integers',
    explanation:
      'A map is shown as an object, and the keys of objects are names or integers. For composite keys, nest maps, or use ' +
      'a set of records.',
    example: 'map(rec({ from: ids("r", 2), to: ids("r", 2) }), bool)',
    remedy: 'map(ids("r", 2), map(ids("r", 2), bool))',
  },
  VON3007: {
    title: 'room for nothing',
    explanation:
      'The second argument of bag is how many copies of each item it may hold, that of queue how many entries. Both are ' +
      'integers from 1: more than that is a failure of the protocol, shown with a trace.',
    example: 'queue(bool, 0)',
    remedy: 'queue(bool, 1)',
  },
  VON3008: {
    title: 'a name given twice',
    explanation: 'Two values of one domain with the same name would be the same value.',
    example: "oneOf('idle', 'busy', 'idle')",
    remedy: "oneOf('idle', 'busy')",
  },
  VON3009: {
    title: 'too many values to go through',
    explanation:
      'The items of sets and bags, the keys of maps, the ranges of quantifiers and the parameters of actions are gone ' +
      'through one by one, so they may have at most 65,536 values. Domains multiply: a set of n possible items has 2^n ' +
      'values, a record the product of those of its fields.',
    example: 'set(rec({ at: int(0, 999), from: int(0, 999) }))',
    remedy: 'queue(rec({ at: int(0, 999), from: int(0, 999) }), 2)',
  },
  VON3010: {
    title: 'two things of one name',
    explanation:
      'Verdicts, traces and --property point at actions and properties by their names, so no two actions and no two ' +
      'properties of a machine share one.',
    example: "m.action('tick', {}, () => {})\nm.action('tick', {}, () => {})",
    remedy: "m.action('tick', {}, () => {})\nm.action('tock', {}, () => {})",
  },
  VON3011: {
    title: 'init given twice',
    explanation: 'A machine has one init. For several initial states, pick inside it: every pick is tried.',
    example: 'm.init(() => ({ n: 0 }))\nm.init(() => ({ n: 1 }))',
    remedy: 'm.init(() => ({ n: pick(int(0, 1)) }))',
  },
  VON3012: {
    title: 'a spec that does not return its machine',
    explanation: 'The function given to spec declares a machine, and hands it over by returning it.',
    example: "spec('timer', {}, () => { m.init(() => ({ n: 0 })) }).instance()",
    remedy:
      "spec('timer', {}, () => { m.init(() => ({ n: 0 })); m.action('tick', {}, () => {}); return m }).instance()",
  },
  VON3013: {
    title: 'a machine without init',
    explanation: 'Without an initial state nothing is reachable, and every invariant would hold for no reason.',
    example: "spec('timer', {}, () => { m.action('tick', {}, () => {}); return m }).instance()",
    remedy:
      "spec('timer', {}, () => { m.init(() => ({ n: 0 })); m.action('tick', {}, () => {}); return m }).instance()",
  },
  VON3014: {
    title: 'a machine without actions',
    explanation: 'A machine that can do nothing never leaves its initial states: there is nothing to check.',
    example: "spec('timer', {}, () => { m.init(() => ({ n: 0 })); return m }).instance()",
    remedy:
      "spec('timer', {}, () => { m.init(() => ({ n: 0 })); m.action('tick', {}, () => {}); return m }).instance()",
  },
  VON3015: {
    title: 'an unknown constant',
    explanation:
      'Only the constants that a spec declares can be set, by --const, in its named instances and in its mutants. ' +
      'Otherwise a misspelt name would silently check the default instance.',
    example: 'lease.instance({ router: 3 })',
    remedy: 'lease.instance({ routers: 3 })',
  },
  VON3016: {
    title: 'a constant of another type',
    explanation:
      'The default of a constant says what it is: a number, a boolean, a string, or one of a list of names. Its value in ' +
      'an instance must be of that kind.',
    example: "lease.instance({ bug: 'forgot' })",
    remedy: "lease.instance({ bug: 'forget' })",
  },
  VON3017: {
    title: 'neither a formula nor a predicate',
    explanation:
      'The operators of m.temporal take formulas, and predicates: functions of the state, or of the state and the next ' +
      'one. A formula is made once, while the machine is built, so a condition written without a function would not be ' +
      'about any state.',
    example: "m.temporal('ends', ({ eventually }) => eventually(true))",
    remedy: "m.temporal('ends', ({ eventually }) => eventually(s => s.n === 3))",
  },
  VON3018: {
    title: 'an unknown action',
    explanation:
      'Fairness is assumed of actions by their names, and temporal properties speak of them by their names. A misspelt ' +
      'one would assume, or ask, nothing.',
    example: `${counter} m.fair('weak', 'tock'); return m }).instance()`,
    remedy: `${counter} m.fair('weak', 'tick'); return m }).instance()`,
  },
  VON3019: {
    title: 'an unknown parameter',
    explanation:
      'Fairness for each value of a parameter, and the occurrence of an action with given values, name parameters that ' +
      'the action declares.',
    example: `${counter} m.fair('weak', 'tick', { each: 'router' }); return m }).instance()`,
    remedy: `${counter} m.fair('weak', 'tick', { each: 'by' }); return m }).instance()`,
  },
  VON3020: {
    title: 'a value that the parameter does not have',
    explanation:
      'An action never occurs with a value outside the domain of its parameter: a formula that asks for it would be ' +
      'false, or true, for no reason.',
    example: `${counter} m.temporal('twice', ({ taken }) => taken('tick', { by: 3 })); return m }).instance()`,
    remedy: `${counter} m.temporal('twice', ({ taken }) => taken('tick', { by: 2 })); return m }).instance()`,
  },
  VON3021: {
    title: 'a refinement of something that is no instance',
    explanation:
      'A refinement is claimed of one instance and another: the abstract spec needs its constants, mostly those of the ' +
      'spec that refines it.',
    example: "m.refines('lease', lease, s => ({ n: s.n }))",
    remedy: "m.refines('lease', lease.instance(), s => ({ n: s.n }))",
  },
  VON3022: {
    title: 'non-interference without a high step',
    explanation:
      'Non-interference says that some steps, the high ones, make no difference to an observer. Without any it would ' +
      'compare each run with itself, and hold for no reason.',
    example: "m.noninterference('isolated', { high: {}, observe: s => s.n })",
    remedy: "m.noninterference('isolated', { high: { stay: {} }, observe: s => s.n })",
  },
  VON3023: {
    title: 'interchangeable values that are not names',
    explanation:
      'm.interchangeable(Router) says that the routers are all alike, so that any two may change places. That makes sense ' +
      'for names, which can only be told apart; numbers have an order and are computed with.',
    example: 'm.interchangeable(int(0, 3))',
    remedy: "m.interchangeable(ids('r', 3))",
  },
  VON3024: {
    title: 'a theorem without a name of its own, or without inputs',
    explanation:
      'Theorems of one module are told apart by their names. A theorem is a claim about all values of its inputs, so ' +
      'there must be one.',
    example: "theorem('one', {}, () => 1 < 2)",
    remedy: "theorem('one', { n: word(8) }, ({ n }) => n < 256)",
  },
  VON3025: {
    title: 'a proof that does not say what it is worth',
    explanation:
      'A proof tells what it claims, what a reader might think it shows and it does not, and what is wrong with its twin. ' +
      'Nothing is a proof of everything: some abstraction or size is always left open.',
    example:
      "proof({ claim: 'the lease ends', assumes: [], leavesOpen: [], spec: lease, properties: ['ends'], by: { engine: 'exploration' }, twin: { about: 'another', constants: { routers: 1 }, fails: 'violated' } })",
    remedy:
      "proof({ claim: 'the lease ends', assumes: [], leavesOpen: ['larger terms'], spec: lease, properties: ['ends'], by: { engine: 'exploration' }, twin: { about: 'another', constants: { routers: 1 }, fails: 'violated' } })",
  },
  VON3026: {
    title: 'a proof of nothing',
    explanation:
      'A proof names the properties that it is about. One by optimum names a measure instead, and whether its largest or ' +
      'its smallest value is meant.',
    example:
      "proof({ claim: 'the lease ends', assumes: [], leavesOpen: ['larger terms'], spec: lease, by: { engine: 'exploration' }, twin: { about: 'another', constants: { routers: 1 }, fails: 'violated' } })",
    remedy:
      "proof({ claim: 'the lease ends', assumes: [], leavesOpen: ['larger terms'], spec: lease, properties: ['ends'], by: { engine: 'exploration' }, twin: { about: 'another', constants: { routers: 1 }, fails: 'violated' } })",
  },
  VON3027: {
    title: 'a twin that differs in nothing',
    explanation:
      'The twin of a proof must fail, which shows that the proof needs what it says. It is the same claim for other ' +
      'constants, such as those of a mutant, without a lemma, or by weaker means.',
    example:
      "proof({ claim: 'the lease ends', assumes: [], leavesOpen: ['larger terms'], spec: lease, properties: ['ends'], by: { engine: 'exploration' }, twin: { about: 'another', fails: 'violated' } })",
    remedy:
      "proof({ claim: 'the lease ends', assumes: [], leavesOpen: ['larger terms'], spec: lease, properties: ['ends'], by: { engine: 'exploration' }, twin: { about: 'another', constants: { routers: 1 }, fails: 'violated' } })",
  },
  VON3028: {
    title: 'an argument that is none',
    explanation:
      'What is given to a declaration is of another kind than it needs: a name or a list where a domain belongs, a value ' +
      'where a function of the state does, an option that there is not. An editor shows the same, as a type error; von ' +
      'runs a spec without compiling it.',
    example: "m.fair('stong', [])",
    remedy: "m.fair('strong', [])",
  },
  VON3029: {
    title: 'a formula that is no part of the property',
    explanation:
      'Formulas are objects. In JavaScript `always(p) && eventually(q)` is `eventually(q)`: the other one would be ' +
      'forgotten, and the property would hold without it. The operators and, or, implies and not join formulas.',
    example: "m.temporal('both', ({ always, eventually }) => always(s => s.n < 3) && eventually(s => s.n > 0))",
    remedy: "m.temporal('both', ({ and, always, eventually }) => and(always(s => s.n < 3), eventually(s => s.n > 0)))",
  },
  VON3030: {
    title: 'a mapping, or a part of one, that means nothing',
    explanation:
      'A mapping says what logged events stand for, so it names at least one; a sequence or an alternative has at least one ' +
      'part. An event that says nothing about the spec is mapped to `ignore`, so that reports can count it.',
    example: 'mapping(lease, { events: {} })',
    remedy: 'mapping(lease, { events: { started: ignore } })',
  },
  VON3031: {
    title: 'a claim whose verdict is not shown',
    explanation:
      'A verdict rests on runs: HOLDS on one that does not fail, FAILS on one that does or on a figure, HOLDS-IF on both, with ' +
      'its condition in words. A claim without runs is open, and says what is missing.',
    example: "chapter('Leases', { C1: { says: 'Leases end.', source: 'a paper', verdict: 'HOLDS', runs: [] } })",
    remedy: "chapter('Leases', { C1: { says: 'Leases end.', source: 'a paper', missing: 'a spec of leases' } })",
  },
}
