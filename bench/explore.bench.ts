/**
 * `npm run bench`: explores the models with our command and with Spin, in turns, and prints how they compare.
 *
 *     npm run bench -- [--quick | --targets] [--model NAME]... [--runs N] [--seed N] [--save]
 *
 * `README.md` says what is measured and what to make of it. Exits with 1 when a model could not be measured, and with 2
 * when it does not understand its arguments.
 */
import { parseArgs } from 'node:util'
import { complain, runBenchmark, saveResults, wholeNumber } from './command.ts'
import { compare, type Result } from './comparison.ts'
import { environment, renderEnvironment } from './environment.ts'
import { type BenchModel, type Constants, models, type Size } from './models.ts'
import { hasSpin, type SpinSearch, spin } from './spin.ts'
import { renderTable, renderTeam, renderWalks } from './table.ts'
import { buildFingerprint, von } from './von.ts'
import { type Walks, walkRandomly } from './walks.ts'

/** Random walks through each model; those of `--quick` only show that it works. */
const WALKS = { quick: 100, standard: 20_000, targets: 20_000 }
/** How many threads are compared with one. */
const WORKERS = 2

interface Plan {
  readonly chosen: readonly BenchModel[]
  readonly size: Size
  readonly runs: number
  readonly seed: number
  readonly save: boolean
}

/** @throws Error that says what is wrong with the arguments */
function planFrom(args: readonly string[]): Plan {
  const { values: flags } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      targets: { type: 'boolean', default: false },
      model: { type: 'string', multiple: true, default: models.map(({ name }) => name) },
      runs: { type: 'string', default: '3' },
      seed: { type: 'string', default: '0' },
      save: { type: 'boolean', default: false },
    },
  })
  if (flags.quick && flags.targets) throw new Error('--quick and --targets exclude each other')
  return {
    chosen: flags.model.map(name => {
      const model = models.find(candidate => candidate.name === name)
      if (model === undefined) throw new Error(`no model ${name}; there are ${models.map(m => m.name).join(', ')}`)
      return model
    }),
    size: flags.quick ? 'quick' : flags.targets ? 'targets' : 'standard',
    runs: wholeNumber('runs', flags.runs, 1, 1000),
    seed: wholeNumber('seed', flags.seed, 0, 499),
    save: flags.save,
  }
}

interface Comparison {
  readonly model: string
  readonly constants: Constants
  readonly results: readonly Result[]
  readonly walks: Walks
}

function measureAll({ chosen, size, runs, seed, save }: Plan): void {
  const where = environment()
  const searches: readonly SpinSearch[] = hasSpin() ? ['dfs', 'bfs'] : []
  console.log(renderEnvironment(where))
  console.log(`size ${size}; runs ${runs}, after one that is not counted; seed ${seed}`)
  if (searches.length === 0) console.log('Spin and gcc are not both installed: there is nothing to compare with')

  const comparisons: Comparison[] = []
  for (const model of chosen) {
    const constants = model.sizes[size]
    const title = Object.entries(constants).map(([name, value]) => `${name} ${value}`)
    console.log(`\n${model.name}: ${title.join(', ')}`)
    try {
      const ours = von(model, constants)
      const { distinct } = ours.run().counts
      const peers = searches.map(search => spin(model, constants, search, distinct, seed))
      const [alone, team, ...others] = compare([ours, von(model, constants, WORKERS), ...peers], runs) as [
        Result,
        Result,
        ...Result[],
      ]
      const walks = walkRandomly(model, constants, WALKS[size], seed, runs)
      if (buildFingerprint() !== where.build)
        throw new Error('dist/ was built again meanwhile: these numbers are mixed')
      process.stdout.write(renderTable([alone, ...others]) + renderTeam(alone, team) + renderWalks(walks))
      comparisons.push({ model: model.name, constants, results: [alone, team, ...others], walks })
    } catch (error) {
      complain(error)
      process.exitCode = 1
    }
  }

  if (save) saveResults(where.date, '', { ...where, size, runs, seed, comparisons })
}

runBenchmark(planFrom, measureAll)
