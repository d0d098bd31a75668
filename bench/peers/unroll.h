/* Options and terms for every process, unrolled, so that no choice is a state of its own. n is a literal.
     UNROLL(n, f)                 f(0) f(1) ... f(n - 1)            n up to 9
     UNROLL_PAIRS(n, f, x)        f(x, 0) f(x, 1) ... f(x, n - 1)   n up to 6
     UNROLL_TRIPLES(n, f, x, y)   f(x, y, 0) ... f(x, y, n - 1)     n up to 4
   A macro does not recur: PAIRS are for use inside an f of UNROLL, and TRIPLES inside an f of PAIRS. */

#define UNROLL(n, f) UNROLL_JOIN(UNROLL_, n)(f)
#define UNROLL_JOIN(name, n) name##n
#define UNROLL_1(f) f(0)
#define UNROLL_2(f) UNROLL_1(f) f(1)
#define UNROLL_3(f) UNROLL_2(f) f(2)
#define UNROLL_4(f) UNROLL_3(f) f(3)
#define UNROLL_5(f) UNROLL_4(f) f(4)
#define UNROLL_6(f) UNROLL_5(f) f(5)
#define UNROLL_7(f) UNROLL_6(f) f(6)
#define UNROLL_8(f) UNROLL_7(f) f(7)
#define UNROLL_9(f) UNROLL_8(f) f(8)

#define UNROLL_PAIRS(n, f, x) UNROLL_PAIRS_JOIN(UNROLL_PAIRS_, n)(f, x)
#define UNROLL_PAIRS_JOIN(name, n) name##n
#define UNROLL_PAIRS_1(f, x) f(x, 0)
#define UNROLL_PAIRS_2(f, x) UNROLL_PAIRS_1(f, x) f(x, 1)
#define UNROLL_PAIRS_3(f, x) UNROLL_PAIRS_2(f, x) f(x, 2)
#define UNROLL_PAIRS_4(f, x) UNROLL_PAIRS_3(f, x) f(x, 3)
#define UNROLL_PAIRS_5(f, x) UNROLL_PAIRS_4(f, x) f(x, 4)
#define UNROLL_PAIRS_6(f, x) UNROLL_PAIRS_5(f, x) f(x, 5)

#define UNROLL_TRIPLES(n, f, x, y) UNROLL_TRIPLES_JOIN(UNROLL_TRIPLES_, n)(f, x, y)
#define UNROLL_TRIPLES_JOIN(name, n) name##n
#define UNROLL_TRIPLES_1(f, x, y) f(x, y, 0)
#define UNROLL_TRIPLES_2(f, x, y) UNROLL_TRIPLES_1(f, x, y) f(x, y, 1)
#define UNROLL_TRIPLES_3(f, x, y) UNROLL_TRIPLES_2(f, x, y) f(x, y, 2)
#define UNROLL_TRIPLES_4(f, x, y) UNROLL_TRIPLES_3(f, x, y) f(x, y, 3)
