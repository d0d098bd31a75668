/* Twin of spec/lease/lease.ts without losses and duplicates, action by action. -DROUTERS=, -DOVERLAYS=, -DCAPACITY=,
   -DTERM=, -DATTEMPTS= and -DCRASHES= give the constants; a byte has a bit for every router and attempt. */
#include "unroll.h"

#define FREE 0
#define PREPARED 1
#define LAPSED 2
#define ACTIVE 3

#define NONE 0
#define PREPARING 1
#define GRANTED 2

/* There is a slot for every router and overlay. */
#define SLOT(r, o) ((r) * OVERLAYS + (o))
byte slot[ROUTERS * OVERLAYS];
byte slotGeneration[ROUTERS * OVERLAYS];
byte ticksLeft[ROUTERS * OVERLAYS];

bit serviceUp = 1;
byte request[OVERLAYS];
byte votes[OVERLAYS]; /* set of routers; empty unless preparing */
byte generation[OVERLAYS];
bit roomSeen = 1;
byte crashesLeft = CRASHES;
byte orphanTicks[OVERLAYS];

/* Messages under way to routers, and answers under way to the service, by overlay. */
byte prepare[OVERLAYS]; /* sets of router and generation */
byte commit[OVERLAYS];
byte refresh[OVERLAYS];
byte release[OVERLAYS];
byte yes[OVERLAYS]; /* sets of routers */
byte no[OVERLAYS];

#define ALL ((1 << ROUTERS) - 1)
#define ROUTER(r) (1 << (r))
#define MESSAGE(r, g) (1 << ((g) * ROUTERS - ROUTERS + (r)))

#define TELL_ROUTERS(kind, o) kind[o] = kind[o] | (ALL << ((generation[o] - 1) * ROUTERS))
#define RECEIVE(kind, r, o, g) (kind[o] & MESSAGE(r, g)) -> kind[o] = kind[o] & ~MESSAGE(r, g)
/* Lost, if the service no longer waits for it. */
#define ANSWER(kind, r, o, g) kind[o] = kind[o] | (request[o] != NONE && generation[o] == (g) -> ROUTER(r) : 0)

#define FORGET(o) request[o] = NONE; votes[o] = 0; yes[o] = 0; no[o] = 0; orphanTicks[o] = 0;
#define LET_GO(o) TELL_ROUTERS(release, o); FORGET(o)

#define HOLDS(k) (slot[k] == PREPARED || slot[k] == ACTIVE)
/* By hand, as it is needed at every depth of unrolling. */
#if OVERLAYS == 1
#define USED(r) HOLDS(r)
#elif OVERLAYS == 2
#define USED(r) (HOLDS(SLOT(r, 0)) + HOLDS(SLOT(r, 1)))
#elif OVERLAYS == 3
#define USED(r) (HOLDS(SLOT(r, 0)) + HOLDS(SLOT(r, 1)) + HOLDS(SLOT(r, 2)))
#endif
/* What the overlay of slot k already has does not count against it. */
#define FITS(r, k) (USED(r) - HOLDS(k) < CAPACITY)
#define AND_HAS_ROOM(r) && USED(r) < CAPACITY
#define HAS_ROOM (true UNROLL(ROUTERS, AND_HAS_ROOM))

#define OR_HOLDS(o, r) || HOLDS(SLOT(r, o))
#define IS_ORPHAN(o) \
  (request[o] == NONE && (prepare[o] | commit[o] | refresh[o]) == 0 && (false UNROLL_PAIRS(ROUTERS, OR_HOLDS, o)))

/* ---- The management service ---- */

#define OR_REQUEST_TO_COME(o) || generation[o] < ATTEMPTS
#define OBSERVE \
  :: d_step { OVERLAYS * ATTEMPTS > 1 && roomSeen != HAS_ROOM && (false UNROLL(OVERLAYS, OR_REQUEST_TO_COME)) -> \
      roomSeen = 1 - roomSeen }

#define SERVICE(o) \
  :: d_step { serviceUp && roomSeen && request[o] == NONE && generation[o] < ATTEMPTS -> \
      generation[o]++; request[o] = PREPARING; TELL_ROUTERS(prepare, o) } \
  :: d_step { request[o] == GRANTED && (prepare[o] | commit[o] | refresh[o] | release[o]) == 0 -> \
      TELL_ROUTERS(refresh, o) } \
  :: d_step { request[o] != NONE -> LET_GO(o) } \
  UNROLL_PAIRS(ROUTERS, COUNT, o)

#define COUNT(o, r) \
  :: d_step { request[o] == PREPARING && (yes[o] & ROUTER(r)) -> \
      yes[o] = yes[o] & ~ROUTER(r); votes[o] = votes[o] | ROUTER(r); \
      if \
      :: votes[o] == ALL -> request[o] = GRANTED; votes[o] = 0; TELL_ROUTERS(commit, o) \
      :: else \
      fi } \
  :: d_step { (no[o] & ROUTER(r)) -> LET_GO(o) }

#define CRASH_AND_RESTART \
  :: d_step { serviceUp && crashesLeft > 0 -> crashesLeft--; serviceUp = 0; UNROLL(OVERLAYS, FORGET) } \
  :: d_step { !serviceUp -> serviceUp = 1 }

/* ---- A router ---- */

#define ROUTER_OF_OVERLAY(r, o) UNROLL_TRIPLES(ATTEMPTS, RECEIVE_ATTEMPT, r, o)
#define EACH_ROUTER(r) UNROLL_PAIRS(OVERLAYS, ROUTER_OF_OVERLAY, r)
/* generations are numbered from 1 */
#define RECEIVE_ATTEMPT(r, o, attempt) RECEIVE_MESSAGE(r, o, SLOT(r, o), (attempt + 1))

#define RECEIVE_MESSAGE(r, o, k, g) \
  :: d_step { RECEIVE(prepare, r, o, g); \
      if \
      :: g <= slotGeneration[k] \
      :: else -> \
        if \
        :: FITS(r, k) -> \
          slot[k] = PREPARED; slotGeneration[k] = g; ticksLeft[k] = TERM; ANSWER(yes, r, o, g) \
        :: else -> ANSWER(no, r, o, g) \
        fi \
      fi } \
  :: d_step { RECEIVE(commit, r, o, g); \
      if \
      :: slotGeneration[k] == g && slot[k] == ACTIVE \
      :: slotGeneration[k] == g && (slot[k] == PREPARED || (slot[k] == LAPSED && FITS(r, k))) -> \
        slot[k] = ACTIVE; ticksLeft[k] = TERM \
      :: else -> ANSWER(no, r, o, g) \
      fi } \
  :: d_step { RECEIVE(refresh, r, o, g); \
      if \
      :: slotGeneration[k] == g && slot[k] == ACTIVE -> ticksLeft[k] = TERM \
      :: else -> ANSWER(no, r, o, g) \
      fi } \
  :: d_step { RECEIVE(release, r, o, g); \
      if \
      :: slotGeneration[k] == g -> slot[k] = FREE; ticksLeft[k] = 0 \
      :: else \
      fi }

/* ---- Time ---- */

#define AGE(k) \
  if \
  :: HOLDS(k) -> \
    ticksLeft[k]--; \
    if \
    :: ticksLeft[k] == 0 -> slot[k] = (slot[k] == PREPARED -> LAPSED : FREE) \
    :: else \
    fi \
  :: else \
  fi;
#define AGE_SLOT(o, r) AGE(SLOT(r, o))
#define AGE_OVERLAY(o) \
  UNROLL_PAIRS(ROUTERS, AGE_SLOT, o) \
  orphanTicks[o] = (IS_ORPHAN(o) -> (orphanTicks[o] < TERM -> orphanTicks[o] + 1 : TERM) : 0);
#define OR_IS_USED(r) || USED(r) > 0
#define TICK \
  :: d_step { (false UNROLL(ROUTERS, OR_IS_USED)) -> UNROLL(OVERLAYS, AGE_OVERLAY) }

/* ---- What must hold ---- */

#define OR_OVERSOLD(r) || USED(r) > CAPACITY
/* router r leases to overlay o what another router, x, has not promised */
#define OR_BEHIND(r, o, x) || slot[SLOT(r, o)] == ACTIVE && slotGeneration[SLOT(x, o)] < slotGeneration[SLOT(r, o)]
#define OR_SLOT_ALONE(r, o) UNROLL_TRIPLES(ROUTERS, OR_BEHIND, r, o)
#define OR_ALONE(r) UNROLL_PAIRS(OVERLAYS, OR_SLOT_ALONE, r)
#define OR_FORGOTTEN(o) || orphanTicks[o] >= TERM && IS_ORPHAN(o)

active proctype lease() {
  do
  OBSERVE
  UNROLL(OVERLAYS, SERVICE)
  CRASH_AND_RESTART
  UNROLL(ROUTERS, EACH_ROUTER)
  TICK
  /* ledger, unanimous, orphanFreedom */
  :: (false UNROLL(ROUTERS, OR_OVERSOLD)) -> assert(false)
  :: (false UNROLL(ROUTERS, OR_ALONE)) -> assert(false)
  :: (false UNROLL(OVERLAYS, OR_FORGOTTEN)) -> assert(false)
  od
}
