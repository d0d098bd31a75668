/* Twin of spec/commit/twoPhaseCommit.ts, action by action. -DRESOURCE_MANAGERS=n gives n of them. */
#include "unroll.h"

#define WORKING 0
#define PREPARED 1
#define COMMITTED 2
#define ABORTED 3

#define COLLECTING 0

#define ALL ((1 << RESOURCE_MANAGERS) - 1)

byte rm[RESOURCE_MANAGERS];
unsigned tm : 2;
/* sets of resource managers: whose vote was counted, whose vote was sent */
unsigned votes : RESOURCE_MANAGERS;
unsigned sentPrepared : RESOURCE_MANAGERS;
bit sentCommit;
bit sentAbort;

#define RESOURCE_MANAGER(r) \
  :: d_step { rm[r] == WORKING -> rm[r] = PREPARED; sentPrepared = sentPrepared | (1 << r) } \
  :: d_step { rm[r] == WORKING -> rm[r] = ABORTED } \
  :: d_step { tm == COLLECTING && (sentPrepared & (1 << r)) -> votes = votes | (1 << r) } \
  :: d_step { sentCommit -> rm[r] = COMMITTED } \
  :: d_step { sentAbort -> rm[r] = ABORTED }

#define OR_COMMITTED(r) || rm[r] == COMMITTED
#define OR_ABORTED(r) || rm[r] == ABORTED

active proctype twoPhaseCommit() {
  do
  UNROLL(RESOURCE_MANAGERS, RESOURCE_MANAGER)
  :: d_step { tm == COLLECTING && votes == ALL -> tm = COMMITTED; sentCommit = 1 }
  :: d_step { tm == COLLECTING -> tm = ABORTED; sentAbort = 1 }
  /* consistent */
  :: (false UNROLL(RESOURCE_MANAGERS, OR_COMMITTED)) && (false UNROLL(RESOURCE_MANAGERS, OR_ABORTED)) -> assert(false)
  od
}
