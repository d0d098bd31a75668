/** Problems that are too much for a solver. */

/** The two factors of 2147483647 * 2147483629, both primes: more than a solver finds in a test's time. */
export const factors = `
(declare-const a (_ BitVec 32)) (declare-const b (_ BitVec 32))
(assert (bvult #x00000001 a)) (assert (bvule a b))
(assert (= (bvmul (concat #x00000000 a) (concat #x00000000 b)) (_ bv4611685975477714963 64)))`

/** A multiplication whose circuit alone needs some 100 MB. */
export const large = `
(declare-const x (_ BitVec 900)) (declare-const y (_ BitVec 900)) (declare-const z (_ BitVec 900))
(assert (= (bvmul x y z) (bvadd (bvmul z z x) (_ bv1 900)))) (assert (= (bvmul x x) (bvmul y z y)))`
