/**
 * Queries as files, one each: what was told, the assumptions as assertions, and `(check-sat)`. Any SMT-LIB2 solver can read
 * them alone, and one that looks at `:status` compares its own answer with ours.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Answer, DumpOptions } from './contract.ts'
import { SetupError } from './setupError.ts'

export interface Query {
  readonly logic: string
  /** commands, all on one level */
  readonly assertions: string
  readonly assumptions: readonly string[]
}

/** @param remark for the reader of the file; any number of lines */
export function queryText({ logic, assertions, assumptions }: Query, answer: Answer['kind'], remark: string): string {
  const lines = [
    ...remark.split('\n').map(line => `; ${line}`),
    `(set-logic ${logic})`,
    `(set-info :status ${answer})`,
    assertions,
    ...assumptions.map(assumption => `(assert ${assumption})`),
    '(check-sat)',
  ]
  return `${lines.join('\n')}\n`
}

/** @returns the file's path @throws SetupError where it cannot be written */
export function writeQuery({ directory, name }: DumpOptions, number: number, text: string): string {
  const file = path.join(directory, `${name}-${String(number).padStart(4, '0')}.smt2`)
  try {
    makeFolder(path.resolve(directory))
    writeFileSync(file, text)
  } catch (error) {
    throw new SetupError(
      `a query cannot be written: ${error instanceof Error ? error.message : error}`,
      'name a folder that can be made, or be written to',
    )
  }
  return file
}

/** With its parents. Node's own way of doing so never ends where the system refuses a folder as if it had no parent. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(path.dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  }
}
