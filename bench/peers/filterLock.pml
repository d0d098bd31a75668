/* Twin of bench/models/filterLock.ts, action by action. -DPROCESSES=n gives n of them, and
   -DCOUNTED=n counts their critical sections modulo n. */
#include "unroll.h"

#define RISING 0
#define YIELDING 1
#define WAITING 2
#define CRITICAL 3

#define TOP_LEVEL (PROCESSES - 1)
#define ALL ((1 << PROCESSES) - 1)

byte at[PROCESSES];
byte level[PROCESSES];
/* by level; there is none at level 0 */
byte victim[PROCESSES];
/* sets of processes */
byte passed[PROCESSES];
byte sections;

#define WON(p) passed[p] = 0; at[p] = (level[p] == TOP_LEVEL -> CRITICAL : RISING)

#define PROCESS(p) \
  :: d_step { at[p] == RISING -> level[p]++; at[p] = YIELDING } \
  :: d_step { at[p] == YIELDING -> victim[level[p]] = p; at[p] = WAITING } \
  :: d_step { at[p] == WAITING && victim[level[p]] != p -> WON(p) } \
  :: d_step { at[p] == CRITICAL -> sections = (sections + 1) % COUNTED; level[p] = 0; at[p] = RISING }

#define PASS(p, other) \
  :: d_step { \
      at[p] == WAITING && other != p && !(passed[p] & (1 << other)) && level[other] < level[p] -> \
      passed[p] = passed[p] | (1 << other); \
      if \
      :: passed[p] == ALL - (1 << p) -> WON(p) \
      :: else \
      fi \
    }
#define PASS_OTHERS(p) UNROLL_PAIRS(PROCESSES, PASS, p)

#define PLUS_CRITICAL(p) + (at[p] == CRITICAL)

active proctype filterLock() {
  do
  UNROLL(PROCESSES, PROCESS)
  UNROLL(PROCESSES, PASS_OTHERS)
  /* mutualExclusion */
  :: (0 UNROLL(PROCESSES, PLUS_CRITICAL)) > 1 -> assert(false)
  od
}
