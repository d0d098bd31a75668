/** Results in the form that continuous integration reads: JUnit's XML. */

export interface JunitCase {
  /** what was run, and a part of it */
  readonly suite: string
  readonly name: string
  readonly seconds: number
  /** why it failed, in one line and in full; null if it did not */
  readonly failure: { readonly message: string; readonly text: string } | null
}

/** The document, ending in a line break. */
export function renderJunit(cases: readonly JunitCase[]): string {
  const suites = [...new Set(cases.map(({ suite }) => suite))].map(suite => {
    const of = cases.filter(each => each.suite === suite)
    const lines = of.map(caseXml).join('\n')
    return `  <testsuite ${attributes({ name: suite, ...totals(of) })}>\n${lines}\n  </testsuite>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${attributes({ name: 'von replay', ...totals(cases) })}>\n${suites.join('\n')}\n</testsuites>\n`
}

function caseXml({ suite, name, seconds, failure }: JunitCase): string {
  const head = `    <testcase ${attributes({ classname: suite, name, time: seconds.toFixed(3) })}`
  if (failure === null) return `${head}/>`
  return `${head}>\n      <failure ${attributes({ message: failure.message })}>${escaped(failure.text)}</failure>\n    </testcase>`
}

const totals = (cases: readonly JunitCase[]) => ({
  tests: String(cases.length),
  failures: String(cases.filter(({ failure }) => failure !== null).length),
  time: cases.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3),
})
const attributes = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(' ')

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** XML has no form at all for most control characters: they are left out. */
const escaped = (text: string): string =>
  Array.from(text, each => (isOfXml(each) ? (entities[each] ?? each) : '')).join('')
const isOfXml = (character: string) => character >= ' ' || character === '\n' || character === '\t'
