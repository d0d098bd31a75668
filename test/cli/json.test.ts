/** `--json`: one document on stdout, whatever happens. */
import { Schema } from 'effect'
import { afterAll, describe, expect, it } from 'vitest'
import { FailureDocument, ReportDocument } from '../../checker/report/document.ts'
import { door, Playground } from './playground.ts'

const place = new Playground({ 'door.ts': door })
afterAll(() => place.remove())

const strict = { onExcessProperty: 'error' } as const

describe('the JSON document of a check', () => {
  it.for([
    ['', 0, 'exhausted'],
    ['--mutant opensLocked', 1, 'violated'],
    ['--mutant overcounts --keep-going', 1, 'violated'],
    ['--mutant sticks --property deadlock', 1, 'violated'],
    ['--instance plain', 1, 'violated'],
    ['--max-states 5', 3, 'bounded'],
    ['--instance plain --property lockHolds', 3, 'vacuous'],
  ] as const)('has its described form for: %s', ([options, status, outcome]) => {
    const answer = place.von(`check door.ts --json ${options}`.trim())
    const document = Schema.decodeUnknownSync(ReportDocument, strict)(JSON.parse(answer.stdout))
    expect({ status: answer.status, outcome: document.outcome }).toEqual({ status, outcome })
    expect(answer.stderr).toBe('')
  })

  it('tells which guard of each action refuses to go on from a deadlock, as text does', () => {
    const options = '--mutant sticks --property deadlock'
    const { findings } = Schema.decodeUnknownSync(ReportDocument)(
      JSON.parse(place.von(`check door.ts --json ${options}`).stdout),
    )
    const [deadlock] = findings
    expect(deadlock?.blame).toEqual({ span: null, reason: 'no action is enabled in the last state' })
    expect(deadlock?.refusals?.map(({ action }) => action)).toEqual(['open', 'close', 'turnKey'])
    const { stdout } = place.von(`check door.ts ${options}`)
    for (const { action, guard } of deadlock?.refusals ?? []) {
      expect(stdout).toMatch(new RegExp(`^${action} +refused by .*door\\.ts:${guard.line}:${guard.column}$`, 'm'))
    }
  })

  it.each(['--json', '--json=true', '--json=yes'])('is printed for %s', flag => {
    expect(JSON.parse(place.von(`check door.ts ${flag}`).stdout)).toMatchObject({ format: 'von-report' })
  })

  it.for([
    'check dor.ts --json',
    'check door.ts --json --property x',
    'check --json door.ts --max-depth x',
    'chek --json',
  ])('tells what is wrong with: %s', args => {
    const { status, stdout, stderr } = place.von(args)
    const { error } = Schema.decodeUnknownSync(FailureDocument, strict)(JSON.parse(stdout))
    expect({ status, stderr, faults: error.length }).toEqual({ status: 2, stderr: '', faults: 1 })
  })
})

it.for(['list door.ts', 'show door.ts', 'explain VON1001', 'doctor door.ts'])('is one for %s, too', args => {
  const { status, stdout } = place.von(`${args} --json`)
  const [command] = args.split(' ')
  expect({ status, document: JSON.parse(stdout) }).toMatchObject({
    status: 0,
    document: { format: `von-${command}`, version: 1 },
  })
})
