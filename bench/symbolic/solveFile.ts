/** `solveFile.ts FILE`: answers a formula by the embedded solver, in a session as engines have it. */
import { readFileSync } from 'node:fs'
import { openSession } from '../../checker/solver/session.ts'

const text = readFileSync(process.argv[2] ?? '', 'utf8')
const logic = /\(set-logic (\w+)\)/.exec(text)?.[1] ?? 'ALL'
const session = await openSession({ logic })
session.tell(text.replaceAll(/\(set-(?:logic|info)[^()]*\)|\(check-sat\)/g, ''))
console.log((await session.check()).kind)
await session.close()
