import { expect, it } from 'vitest'
import { command, type Invocation, type Program, readCommandLine } from './commandLine.ts'
import { argument, choice, natural, optionalArgument, positive, text, texts, toggle, withDefault } from './inputs.ts'
import type { ShellShape } from './shell.ts'
import { UsageError } from './usageError.ts'

const calls: unknown[] = []
const run = async (_: ShellShape, request: unknown) => void calls.push(request)
const bake = command({
  name: 'bake',
  description: 'Bake something',
  examples: [],
  inputs: {
    recipe: argument('RECIPE', 'what to bake'),
    place: optionalArgument('PLACE', 'where'),
    minutes: withDefault(positive('minutes', 'how long'), 45),
    salt: natural('salt', 'how many grams'),
    toppings: texts('topping', 'WHAT', 'what goes on it'),
    oven: choice('oven', 'KIND', 'which oven', ['gas', 'wood']),
    note: text('note', 'TEXT', 'to be remembered'),
    isFast: toggle('fast', 'hurry'),
  },
  run,
})
const eat = command({ name: 'eat', description: 'Eat it', examples: [], inputs: {}, run })
const program: Program = {
  name: 'kitchen',
  description: 'Make food',
  examples: [],
  commands: [bake, eat],
  options: [toggle('json', 'as a document'), choice('color', 'WHEN', 'in colour', ['always', 'never'])],
}

const read = (line: string): Invocation => readCommandLine(program, line === '' ? [] : line.split(' '))
async function requestOf(line: string): Promise<unknown> {
  const asked = read(line)
  if (asked.kind !== 'run') throw new Error(`${line}: ${asked.kind}`)
  await asked.run({} as ShellShape)
  return calls.pop()
}
function faultOf(line: string): string {
  try {
    read(line)
  } catch (error) {
    if (error instanceof UsageError) return `${error.message}; ${error.help}`
    throw error
  }
  throw new Error('it is right')
}

const nothing = {
  recipe: 'bread',
  place: undefined,
  minutes: 45,
  salt: undefined,
  toppings: [],
  oven: undefined,
  note: undefined,
  isFast: false,
}

it.each<[string, object]>([
  ['bake bread', {}],
  ['bake bread oven', { place: 'oven' }],
  ['bake --minutes 5 bread --salt 0', { minutes: 5, salt: 0 }],
  ['bake bread --minutes=1e2 --oven=wood', { minutes: 100, oven: 'wood' }],
  ['bake bread --topping a --topping=b=c --topping -', { toppings: ['a', 'b=c', '-'] }],
  ['bake bread --note -x', { note: '-x' }],
  ['bake --fast bread', { isFast: true }],
  ['bake bread --no-fast', { isFast: false }],
  ['bake bread --fast=no', { isFast: false }],
  ['bake --fast yes bread', { isFast: true }],
  ['--json --color never bake bread', {}],
  ['bake bread -- --fast', { place: '--fast' }],
])('reads %s', async (line, difference) => {
  expect(await requestOf(line)).toEqual({ ...nothing, ...difference })
})

it.each([
  ['cook', "there is no command 'cook'; known: bake, eat"],
  ['bakes', "there is no command 'bakes'; did you mean bake?"],
  ['--fast bake', 'kitchen has no option --fast; known: --help, --version, --json, --color'],
  ['bake bread --minute 3', 'kitchen bake has no option --minute; did you mean --minutes?'],
  ['bake bread --minute=3', 'kitchen bake has no option --minute; did you mean --minutes?'],
  ['eat -x', 'kitchen eat has no option -x; known: --help, --version, --json, --color'],
  ['bake bread --no-salt', /^kitchen bake has no option --no-salt; /],
  ['bake', 'missing required argument: RECIPE; see kitchen bake --help'],
  ['bake bread oven more', 'unexpected positional argument: "more"; see kitchen bake --help'],
  ['bake bread --note', '--note needs a value; see kitchen bake --help'],
  ['bake bread --note --fast', '--note needs a value; see kitchen bake --help'],
  ['bake bread --topping=', '--topping needs a value; see kitchen bake --help'],
  ['bake bread --note a --note b', '--note is given 2 times; see kitchen bake --help'],
  ['bake bread --fast --no-fast', '--fast is given 2 times; see kitchen bake --help'],
  ['bake bread --fast=maybe', "--fast cannot be 'maybe': it is true or false; see kitchen bake --help"],
  ['bake bread --minutes 0', "--minutes cannot be '0': 0 is not above 0; see kitchen bake --help"],
  ['bake bread --salt -1', "--salt cannot be '-1': -1 is below 0; see kitchen bake --help"],
  ['bake bread --salt 1.5', "--salt cannot be '1.5': expected an integer; see kitchen bake --help"],
  ['bake bread --salt 0x10', "--salt cannot be '0x10': expected an integer; see kitchen bake --help"],
  ['bake bread --salt 9007199254740993', /^--salt cannot be '9007199254740993': expected an integer; /],
  ['bake bread --oven coal', "--oven cannot be 'coal': it is one of gas, wood; see kitchen bake --help"],
  ['eat --color blue', "--color cannot be 'blue': it is one of always, never; see kitchen eat --help"],
])('refuses %s', (line, fault) => {
  if (typeof fault === 'string') expect(faultOf(line)).toBe(fault)
  else expect(faultOf(line)).toMatch(fault)
})

it('shows help and version instead, wherever they are asked for, and whatever else is wrong', () => {
  for (const line of ['--help', '-h', 'bakes --help', '--color never -h']) {
    expect(read(line)).toEqual({ kind: 'help', command: null, isAsked: true })
  }
  for (const line of ['bake --help', '--help bake', 'bake bread --minutes none -h']) {
    expect(read(line)).toEqual({ kind: 'help', command: bake, isAsked: true })
  }
  for (const line of ['--version', '-v', 'eat --version']) expect(read(line)).toEqual({ kind: 'version' })
  expect(read('bake -- --help').kind).toBe('run')
})

it('shows help where no command is named', () => {
  for (const line of ['', '--json', '--']) expect(read(line)).toEqual({ kind: 'help', command: null, isAsked: false })
})
