/** The source text that a span points at. */
import { readFileSync } from 'node:fs'
import type { Span } from '../../../source/span.ts'

export const sourceTextOf = ({ file, start, end }: Span): string => readFileSync(file, 'utf8').slice(start, end)
