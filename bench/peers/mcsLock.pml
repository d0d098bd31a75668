/* Twin of bench/models/mcsLock.ts, action by action. -DPROCESSES=n gives n of them. */
#include "unroll.h"

#define IDLE 0
#define SWAPPING 1
#define LOCKING 2
#define LINKING 3
#define WAITING 4
#define CRITICAL 5
#define EMPTYING 6
#define EXPECTING 7
#define HANDING 8

#define NOBODY PROCESSES

byte at[PROCESSES];
byte tail = NOBODY;
byte next[PROCESSES] = NOBODY;
byte previous[PROCESSES] = NOBODY;
/* set of processes */
unsigned locked : PROCESSES;

#define PROCESS(p) \
  :: d_step { at[p] == IDLE -> next[p] = NOBODY; at[p] = SWAPPING } \
  :: d_step { at[p] == SWAPPING -> \
      previous[p] = tail; tail = p; at[p] = (previous[p] == NOBODY -> CRITICAL : LOCKING) } \
  :: d_step { at[p] == LOCKING -> locked = locked | (1 << p); at[p] = LINKING } \
  :: d_step { at[p] == LINKING -> next[previous[p]] = p; previous[p] = NOBODY; at[p] = WAITING } \
  :: d_step { at[p] == WAITING && !(locked & (1 << p)) -> at[p] = CRITICAL } \
  :: d_step { at[p] == CRITICAL -> at[p] = (next[p] == NOBODY -> EMPTYING : HANDING) } \
  :: d_step { at[p] == EMPTYING -> \
      at[p] = (tail == p -> IDLE : EXPECTING); tail = (tail == p -> NOBODY : tail) } \
  :: d_step { at[p] == EXPECTING && next[p] != NOBODY -> at[p] = HANDING } \
  :: d_step { at[p] == HANDING -> locked = locked & ~(1 << next[p]); at[p] = IDLE }

#define PLUS_CRITICAL(p) + (at[p] == CRITICAL)

active proctype mcsLock() {
  do
  UNROLL(PROCESSES, PROCESS)
  /* mutualExclusion */
  :: (0 UNROLL(PROCESSES, PLUS_CRITICAL)) > 1 -> assert(false)
  od
}
