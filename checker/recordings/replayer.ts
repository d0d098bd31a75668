/** From files to replays: which logs a path names, the instance that each is of, and its replay. */
import { globSync, statSync } from 'node:fs'
import path from 'node:path'
import { itfRecording } from '../engines/replay/itf.ts'
import { type Log, openLog } from '../engines/replay/log.ts'
import { constantsOf, Reader } from '../engines/replay/reader.ts'
import { type Recording, type ReplayOptions, replay } from '../engines/replay/replay.ts'
import { explainException } from '../frontend/loadFailure.ts'
import { type LoadedMapping, placeOf } from '../frontend/loadMapping.ts'
import { lower } from '../frontend/lower.ts'
import type { Model } from '../ir/model.ts'
import type { ConstantValue, Instance } from '../lang/spec.ts'
import { SpecError } from '../source/diagnostic.ts'
import { shownPath } from '../source/frame.ts'
import type { ReplayReport } from '../verdict/replayReport.ts'

type Constants = Readonly<Record<string, ConstantValue>>

/** A log, by its absolute path and by the name that reports use. */
export interface LogFile {
  readonly file: string
  readonly name: string
}

/**
 * The logs that the paths name; of a folder, all in it, in the order of their names.
 * @throws SpecError VON6002 where there are none
 */
export function logsIn(paths: readonly string[], cwd: string): LogFile[] {
  return paths.flatMap(each => {
    const file = path.resolve(cwd, each)
    const status = statSync(file, { throwIfNoEntry: false })
    if (status === undefined) throw unreadable(`there is no file ${each}`)
    if (!status.isDirectory()) return [{ file, name: each }]
    const found = globSync(['**/*.jsonl', '**/*.itf.json'], { cwd: file }).sort()
    if (found.length === 0) throw unreadable(`there are no logs in ${each}`)
    return found.map(name => ({ file: path.join(file, name), name: shownPath(path.join(file, name), cwd) }))
  })
}
const unreadable = (message: string) =>
  new SpecError({ code: 'VON6002', message, help: 'logs are files that end in .jsonl or .itf.json', related: [] })

export const isItf = ({ file }: LogFile): boolean => file.endsWith('.json')

/** Replays logs with one mapping, or against one spec; the instances that they are of are built once. */
export class Replayer {
  private readonly loaded: LoadedMapping
  private readonly chosen: Constants
  private readonly instances = new Map<string, { readonly instance: Instance; readonly model: Model }>()

  /** @param chosen constants that stand above what a log says of itself, those of a mutant for example */
  constructor(loaded: LoadedMapping, chosen: Constants = {}) {
    this.loaded = loaded
    this.chosen = chosen
  }

  /** @throws SpecError for what is wrong with the log, the mapping or the spec */
  async replay(log: LogFile, options: ReplayOptions = {}): Promise<ReplayReport> {
    if (isItf(log)) {
      const { model } = this.instance({})
      return replay(model, itfRecording(log.file, log.name, model), options)
    }
    return this.replayLog(await openLog(log.file, log.name), options)
  }

  private async replayLog(log: Log, options: ReplayOptions): Promise<ReplayReport> {
    const { mapping, spec } = this.loaded
    if (mapping === null)
      throw new SpecError({
        code: 'VON6001',
        message: `${log.name} needs a mapping, and ${spec.name} is a spec`,
        help: 'name the module that maps its events: von replay traces/commit/mapping.ts LOG',
        related: [],
      })
    const { instance, model } = this.instance(constantsOf(mapping, log))
    const reader = new Reader(mapping, instance, model, log, placeOf)
    const { start, hidden } = reader
    const recording: Recording = { name: log.name, start, hidden, events: () => reader.events() }
    return replay(model, recording, options)
  }

  private instance(said: Constants) {
    const constants = { ...said, ...this.chosen }
    const key = JSON.stringify(Object.entries(constants).sort())
    let found = this.instances.get(key)
    if (found === undefined) {
      const instance = this.built(constants)
      found = { instance, model: lower(instance) }
      this.instances.set(key, found)
    }
    return found
  }

  private built(constants: Constants): Instance {
    try {
      return this.loaded.spec.instance(constants)
    } catch (error) {
      throw explainException(error)
    }
  }
}
