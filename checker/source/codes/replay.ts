import type { Catalogue } from './entry.ts'

/** What can be wrong with logs, and with what a mapping makes of them. */
export const replayCodes: Catalogue = {
  VON6001: {
    title: 'no mapping where one is needed',
    explanation:
      'A log is read by a mapping: a module whose default export is mapping(spec, { ... }). Only traces in the format ITF, ' +
      'which give whole states, can be replayed against a spec itself.',
    example: 'von replay spec/commit/twoPhaseCommit.ts run.jsonl',
    remedy: 'von replay traces/commit/mapping.ts run.jsonl',
  },
  VON6002: {
    title: 'a log that cannot be read',
    explanation: 'There is no such file, or no log in the folder. Logs are files that end in .jsonl, or in .itf.json.',
    example: 'von replay traces/commit/mapping.ts no-such-log.jsonl',
    remedy: 'von replay traces/commit/mapping.ts traces/commit/accepted',
  },
  VON6003: {
    title: 'a line that is no part of a log',
    explanation:
      'A log is JSON lines: first a header with format and version, then one object for each event, whose name stands in ' +
      '`event`. A recorder that was stopped may leave half a line at the end; nothing is guessed about it.',
    example: '{"event": "prepared", "rm": "rm',
    remedy: '{"event": "prepared", "rm": "rm0"}',
  },
  VON6004: {
    title: 'an event that the mapping does not know',
    explanation:
      'Every event of a log has a meaning, or is ignored by name. One that is passed over by mistake would make the log ' +
      'say less, and a real divergence could go unseen.',
    example:
      'mapping(commit, { events: { prepared: e => step(\'prepare\', { r: e.rm }) } }) // of a log with {"event": "vacuum"}',
    remedy: "mapping(commit, { events: { prepared: e => step('prepare', { r: e.rm }), vacuum: ignore } })",
  },
  VON6005: {
    title: 'a field that was not logged',
    explanation:
      'The mapping reads a field that this line, or the header, does not have. Its value would be undefined, and a step or ' +
      'an observation would then mean something else.',
    example: 'prepared: e => step(\'prepare\', { r: e.rm }) // of {"event": "prepared", "node": "rm0"}',
    remedy: "prepared: e => step('prepare', { r: e.node })",
  },
  VON6006: {
    title: 'a step that the spec does not have',
    explanation:
      'The mapping names an action or a parameter that there is not, or a value outside of the domain of a parameter. ' +
      'The instance may be too small for this log (its constants come from the header), or a name may have to be renamed.',
    example: "prepared: () => step('prepared', { r: 'postgres-1' })",
    remedy: "prepared: () => step('prepare', { r: 'rm0' })",
  },
  VON6007: {
    title: 'a mapping that does not say what it has to',
    explanation:
      'A function of the mapping throws, gives something that no event stands for, or an observation is neither true nor ' +
      'false of a state that may be the present one.',
    example: "inDoubt: () => observe(s => s.rm.rm9 === 'prepared') // of an instance with three",
    remedy: "inDoubt: () => observe(s => s.rm.rm2 === 'prepared')",
  },
  VON6008: {
    title: 'a trace in ITF that is none of this spec',
    explanation:
      'A file in the Informal Trace Format has `vars` and `states`. The variables are those of the spec, or some of them, ' +
      'and their values are in their domains.',
    example: '{"vars": ["count"], "states": [{"count": {"#bigint": "7"}}]} // where count is int(0, 3)',
    remedy: '{"vars": ["count"], "states": [{"count": {"#bigint": "3"}}]}',
  },
  VON6009: {
    title: 'a recording that does not say what is expected of it',
    explanation:
      'A log in a folder `rejected` has to diverge, at the event that its header names: a log that is rejected for another ' +
      'reason shows nothing. A folder of recordings has a mapping.ts, and logs in `accepted` and `rejected`.',
    example: '{"format": "von-log", "version": 1} // in rejected/',
    remedy:
      '{"format": "von-log", "version": 1, "diverges": {"event": 7, "because": "it commits without the vote of rm1"}}',
  },
}
