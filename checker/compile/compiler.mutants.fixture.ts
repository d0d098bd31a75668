/** Mistakes that one could make in the compiler. */
import type { Patch } from '../../impl/patched.fixture.ts'

/** By the file that each of them is in. */
export const mutants: Readonly<Record<string, readonly Patch[]>> = {
  emit: [
    { about: '>> shifts in zeros', replace: "'>>': i32.shrS", by: "'>>': i32.shrU" },
    { about: '>>> shifts in the sign', replace: "'>>>': i32.shrU", by: "'>>>': i32.shrS" },
    { about: 'unsigned numbers are compared as signed ones', replace: "'<': i32.ltU", by: "'<': i32.ltS" },
    { about: 'signed numbers are compared as unsigned ones', replace: "'<': i32.ltS", by: "'<': i32.ltU" },
    { about: 'wide numbers are compared as unsigned ones', replace: "'<': i64.ltS", by: "'<': i64.eq" },
    {
      about: 'quotients are signed',
      replace: "ifValue('i32', get(b), i32.divU(",
      by: "ifValue('i32', get(b), i32.divS(",
    },
    {
      about: 'a quotient by 0 is 1',
      replace: 'i32.divU(get(a), get(b)), i32.const(0))',
      by: 'i32.divU(get(a), get(b)), i32.const(1))',
    },
    { about: 'remainders are signed', replace: 'i32.remU(', by: 'i32.remS(' },
    {
      about: 'unsigned numbers are widened as signed ones',
      replace: 'isUnsigned(range)) return i64.extendU(',
      by: 'isUnsigned(range)) return i64.extendS(',
    },
    {
      about: 'signed numbers are widened as unsigned ones',
      replace: 'return i64.extendS(this.#low(expr))',
      by: 'return i64.extendU(this.#low(expr))',
    },
    {
      about: 'any shift by a number below 1 is left out',
      replace: 'expr.right.value === 0 && SHIFTS',
      by: 'expr.right.value <= 17 && SHIFTS',
    },
    {
      about: 'the index behind the last is within the words',
      replace: 'i32.geU(tee(place',
      by: 'i32.gtU(tee(place',
    },
    {
      about: 'a wide index is not checked',
      replace: 'i64.geU(tee(place, this.#whole(index)), i64.extendU(get(length)))',
      by: 'i64.ltS(tee(place, this.#whole(index)), i64.const(-1n))',
    },
    {
      about: 'a variable that changes keeps what is known of it',
      replace: 'this.#checks.forget(variable)',
      by: '',
    },
    {
      about: 'the smaller of two is the larger',
      replace: "expr.op === 'min' ? '<' : '>'\n",
      by: "expr.op === 'min' ? '>' : '<'\n",
    },
    { about: 'what is true by its left side is false', replace: '() => i32.const(1),', by: '() => i32.const(0),' },
  ],
  checks: [
    {
      about: 'what was checked on one way is known on the other',
      replace: 'this.#facts = this.#facts.filter(fact => before.includes(fact))',
      by: 'void before',
    },
    { about: 'a larger index is known by a smaller one', replace: 'sum.constant <= fact.constant', by: 'true' },
    { about: 'an index below 0 is known by a larger one', replace: 'range.low >= 0', by: 'true' },
  ],
  interval: [
    {
      about: 'all signed numbers are unsigned',
      replace: 'low >= 0 && high <= U32_MAX',
      by: 'low >= S32_MIN && high <= U32_MAX',
    },
    {
      about: 'results of | are not signed',
      replace: 'if (!isNatural(a) || !isNatural(b)) return ANY_SIGNED',
      by: 'if (!isNatural(a) || !isNatural(b)) return ANY_WORD',
    },
    {
      about: 'results of & have no sign',
      replace: 'bounds.length === 0 ? ANY_SIGNED',
      by: 'bounds.length === 0 ? ANY_WORD',
    },
    {
      about: 'sums do not grow',
      replace: '{ low: a.low + b.low, high: a.high + b.high }',
      by: '{ low: a.low, high: a.high }',
    },
    {
      about: 'bounds that grow are not followed',
      replace: 'high: after.high <= before.high ?',
      by: 'high: after.high <= U32_MAX ?',
    },
  ],
  widths: [
    {
      about: 'only 32 bits of a sum are asked for',
      replace:
        "case 'arithmetic':\n        this.#number(expr.left, asksMore)\n        this.#number(expr.right, asksMore)",
      by: "case 'arithmetic':\n        this.#number(expr.left, false)\n        this.#number(expr.right, false)",
    },
    {
      about: 'only 32 bits of what is compared are asked for',
      replace: 'this.#number(condition.left, true)',
      by: 'this.#number(condition.left, false)',
    },
  ],
  ranges: [
    {
      about: 'closing is not seen to be missing',
      replace: 'returned !== undefined && !isUnsigned(returned)',
      by: 'returned === undefined',
    },
    {
      about: 'rounding is not seen',
      replace: 'if (isExact(range)) return range',
      by: 'if (range !== null) return range',
    },
    {
      about: 'a factor below 0 is let through',
      replace: "expr.operator === '*' && (a.low < 0 || b.low < 0)",
      by: "expr.operator === '*' && a.low > a.high",
    },
    {
      about: 'a loop is run once',
      replace: 'if (isSameState(head, next)) return exit',
      by: 'if (isSameState(head, next) || head !== before) return exit',
    },
  ],
}
