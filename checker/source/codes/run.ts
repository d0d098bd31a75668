/** Codes of faults while checking (VON4xxx). */
import type { Catalogue } from './entry.ts'

export const runCodes: Catalogue = {
  VON4001: {
    title: 'a folder that cannot hold checkpoints',
    explanation:
      'The folder that --checkpoint or --resume names cannot be made, read or written, or it holds files of something ' +
      'else, which von would not want to touch.',
    example: 'von check spec/lease/lease.ts --checkpoint ~/Documents',
    remedy: 'von check spec/lease/lease.ts --checkpoint lease-run',
  },
  VON4002: {
    title: 'the folder holds a checkpoint already',
    explanation:
      'A run that starts anew would write over what another has found. Go on from it, or let the new run have a folder ' +
      'of its own; a folder that is no longer needed can be removed.',
    example: 'von check spec/lease/lease.ts --checkpoint lease-run # for the second time',
    remedy: 'von check spec/lease/lease.ts --resume lease-run',
  },
  VON4003: {
    title: 'no checkpoint to go on from',
    explanation:
      'The folder that --resume names does not exist or holds no complete checkpoint. The first one is written as soon ' +
      'as the initial states are known; a run that was killed before has left nothing.',
    example: 'von check spec/lease/lease.ts --resume leese-run',
    remedy: 'von check spec/lease/lease.ts --resume lease-run',
  },
  VON4004: {
    title: 'a checkpoint of something else',
    explanation:
      'What was found is true of the spec, the constants and the properties of then. If any of them has changed, states ' +
      'may be missing or their properties unchecked, so that no verdict would mean anything. Comments, and where things ' +
      'stand in the file, make no difference.',
    example: 'von check spec/lease/lease.ts --const routers=3 --resume lease-run # begun with routers=2',
    remedy: 'von check spec/lease/lease.ts --const routers=3 --checkpoint lease-run-3',
  },
  VON4005: {
    title: 'a damaged checkpoint',
    explanation:
      'The files of a checkpoint carry checksums, and they do not match; nor do those of the checkpoint before. They ' +
      'were cut short or changed, by hand or by the disk, or they belong to another version of von. A run that is ' +
      'killed does not do that: it leaves its last complete checkpoint.',
    example: 'von check spec/lease/lease.ts --resume lease-run # copied while the run was writing',
    remedy: 'von check spec/lease/lease.ts --checkpoint lease-run-again',
  },
  VON4006: {
    title: 'another run writes to the folder',
    explanation:
      'Two runs in one folder would spoil each other. The file `lock` in it names the process that writes; that of a ' +
      'process that is no longer there does not count. On another machine it cannot be seen whether it is.',
    example: 'von check spec/lease/lease.ts --resume lease-run # while the first run still goes on',
    remedy: 'rm lease-run/lock # after you made sure that the other run is over',
  },
  VON4007: {
    title: 'a limit below what was found already',
    explanation:
      'The checkpoint holds more states, has gone deeper or needs more memory than the run that goes on from it may. Its ' +
      'counts could not be those of a run with that limit.',
    example: 'von check spec/lease/lease.ts --max-states 1000 --resume lease-run # which holds 5,000',
    remedy: 'von check spec/lease/lease.ts --max-states 10000 --resume lease-run',
  },
  VON4008: {
    title: 'interchangeable names that are told apart',
    explanation:
      'm.interchangeable(Router) says that the routers are all alike, and --symmetry then explores one of all states that ' +
      'differ only by which router is which. So nothing may depend on which it is: not the initial states, no guard, no ' +
      'assignment, no property that is asked for. This is compared for all states of the variables, whether or not they ' +
      'can be reached. Names must not be compared with a fixed one, or be taken in their order.',
    example: "m.interchangeable(Router)\nm.invariant('first', s => s.holder !== 'r0')",
    remedy: "m.interchangeable(Router)\nm.invariant('none', s => s.holder === null)",
  },
  VON4009: {
    title: 'too many interchangeable names',
    explanation:
      'Finding the state that stands for all that are alike means sorting the names by what each has. Where the state holds ' +
      'names, as in option(Router), or has a part for each pair of them, as in map(Router, set(Router)), sorting does not ' +
      'decide, and every order of them has to be tried: n! for n names.',
    example: "const Router = ids('r', 12)\nm.interchangeable(Router) // with tail: option(Router)",
    remedy: "const Router = ids('r', 6)\nm.interchangeable(Router)",
  },
  VON4010: {
    title: 'partial-order reduction could change the answer',
    explanation:
      '--partial-order leaves out steps that can be taken in any order, as long as no property can tell. Constraints tell: ' +
      'they cut off what lies behind a state. So does a property of steps that may be false of a step which changes ' +
      'nothing that the property reads. Then every state has to be explored.',
    example: "m.step('grows', (s, next) => next.n > s.n)",
    remedy: "m.step('never shrinks', (s, next) => next.n >= s.n)",
  },
  VON4011: {
    title: 'a model that cannot be written for a solver',
    explanation:
      'The symbolic engines write a model as formulas over bits: quantifiers become conjunctions, every choice of the ' +
      'parameters of an action is a part of its own, and every number has at most 53 bits. A model with large domains, or ' +
      'with numbers that may become larger on the way, has no such form. Exploration and random walks do not need it.',
    example: 'von bmc spec/router.ts --const packets=100000 --depth 10',
    remedy: 'von bmc spec/router.ts --const packets=100 --depth 10',
  },
  VON4012: {
    title: 'a spec that depends on how many there are',
    explanation:
      'A proof for any number needs a spec that treats all numbers alike, and all identities. Instances of several sizes are ' +
      'compared to see that; here they differ in more than their size, or name an identity, or use what has no formula for ' +
      'any number: queues, sets of sets, sums, numbers that grow with a domain and are not just compared.',
    example: 'guard(s.votes.size > managers / 2) // under von prove --unbounded',
    remedy: 'guard(Manager.every(r => s.votes.has(r))) // or von prove SPEC --unbounded --const managers=5',
  },
  VON4020: {
    title: 'a folder that cannot hold states',
    explanation:
      '--disk keeps states that are not needed for now in a file, so that memory holds more of them. The file is made in a ' +
      'folder that has to be there, and is gone when the run ends, however it ends.',
    example: 'von check spec/commit/twoPhaseCommit.ts --disk /no/such/folder',
    remedy: 'von check spec/commit/twoPhaseCommit.ts --disk /var/tmp',
  },
  VON4021: {
    title: 'states that cannot be read back from the disk',
    explanation:
      'A file with states, which --disk asked for, is shorter than it was written, or the system fails to read it. What the ' +
      'run had found is lost with it; a checkpoint (--checkpoint) is kept.',
    example: 'von check spec/commit/twoPhaseCommit.ts --disk /mnt/failing',
    remedy: 'von check spec/commit/twoPhaseCommit.ts --disk /var/tmp --checkpoint commit-run',
  },
}
