/** The `von` command: reads the command line, runs what it asks for, and leaves the answer in the exit code. */
import manifest from '../../package.json' with { type: 'json' }
import { exitCodes } from '../verdict/verdict.ts'
import { type ColorChoice, colorChoices } from './color.ts'
import { von } from './command.ts'
import { readCommandLine } from './commandLine.ts'
import { showFault, showInternalFault } from './fault.ts'
import { helpText } from './help.ts'
import { processShell, type ShellShape } from './shell.ts'

const args = process.argv.slice(2)
const shell = processShell(args.includes('--json'), askedColor(args))
// Node itself would end with 1 here, which means that something is violated.
process.on('uncaughtException', defect => {
  showInternalFault(shell, defect)
  process.exit()
})
await answer(shell, args).catch(error => showFault(shell, error))

async function answer(shell: ShellShape, args: readonly string[]): Promise<void> {
  const asked = readCommandLine(von, args)
  if (asked.kind === 'run') return asked.run(shell)
  if (asked.kind === 'version') return shell.print(`${von.name} ${manifest.version}\n`)
  if (asked.isAsked) return shell.print(helpText(von, asked.command, shell.stdout.palette))
  shell.exitWith(exitCodes.usage)
  shell.note(helpText(von, asked.command, shell.stderr.palette))
}

/** `--color`, needed before the command line is parsed, as errors in it are coloured too. */
function askedColor(args: readonly string[]): ColorChoice {
  const at = args.findIndex(arg => arg === '--color' || arg.startsWith('--color='))
  const asked = args[at]?.includes('=') ? args[at].slice('--color='.length) : args[at + 1]
  return colorChoices.find(choice => at >= 0 && choice === asked) ?? 'auto'
}
