/**
 * The document that `--json` prints, as an effect Schema: what it holds, and what a reader can rely on.
 *
 * Positions are those of the author's file (lines and columns from 1). A value is written as its author would see it:
 * a record as an object, a variant as an object with `kind`, an option as null or its item, a map as a list of
 * `{ key, value }`, a set as the list of its members, a bag as a list of `{ item, copies }`, a queue as a list.
 */
import { Schema } from 'effect'
import { reportFormat, reportVersion } from './format.ts'

const SpanData = Schema.Struct({
  file: Schema.String,
  start: Schema.Int,
  end: Schema.Int,
  line: Schema.Int,
  column: Schema.Int,
  endLine: Schema.Int,
  endColumn: Schema.Int,
})
const CheckData = Schema.Struct({ failure: Schema.String, message: Schema.String, span: SpanData })

/** Values by name: of variables, parameters or choices. */
const Values = Schema.Record(Schema.String, Schema.Json)

const Step = Schema.Struct({
  /** null where the step stutters */
  action: Schema.NullOr(Schema.String),
  parameters: Values,
  /** answers to `pick`, by the name of what they are for */
  picks: Values,
  /** the smallest parts that differ from the state before */
  changes: Schema.Array(Schema.Struct({ path: Schema.String, before: Schema.Json, after: Schema.Json })),
  /** the state after the step */
  state: Values,
})
const TraceData = Schema.Struct({
  initial: Schema.Struct({ picks: Values, state: Values }),
  steps: Schema.Array(Step),
  /** the action that fails in the last state, if that is the violation */
  failing: Schema.optionalKey(
    Schema.Struct({ action: Schema.String, parameters: Values, picks: Values, check: CheckData }),
  ),
  /**
   * for a behaviour that goes on for ever: the position of the state that the last one is equal to, and where it goes on,
   * or of the last state itself, where it stutters for ever; the initial state has position 0
   */
  loop: Schema.optionalKey(Schema.Int),
  /** the random walk on which it was found: its index, for `--walk`, and its steps before detours were left out */
  walk: Schema.optionalKey(Schema.Struct({ index: Schema.Int, steps: Schema.Int })),
})

const LimitData = Schema.Union([
  Schema.Struct({ kind: Schema.Literal('maxStates'), states: Schema.Int }),
  Schema.Struct({ kind: Schema.Literals(['maxDepth', 'noLonger']), depth: Schema.Int }),
  Schema.Struct({ kind: Schema.Literal('constraint'), name: Schema.String, pruned: Schema.NullOr(Schema.Int) }),
  Schema.Struct({
    kind: Schema.Literal('memory'),
    bytes: Schema.Int,
    byMachine: Schema.optionalKey(Schema.Literal(true)),
  }),
  Schema.Struct({ kind: Schema.Literal('disk'), folder: Schema.String, reason: Schema.String }),
  Schema.Struct({
    kind: Schema.Literal('walks'),
    walks: Schema.Int,
    steps: Schema.Int,
    seed: Schema.Int,
    estimate: Schema.NullOr(Schema.Int),
  }),
  Schema.Struct({ kind: Schema.Literal('compaction'), probability: Schema.Number }),
  Schema.Struct({ kind: Schema.Literals(['interrupted', 'violation']) }),
])

const DifferenceData = Schema.Union([
  Schema.Struct({ kind: Schema.Literal('observation') }),
  /** a step that is possible in one of the runs only */
  Schema.Struct({
    kind: Schema.Literal('enabledness'),
    in: Schema.Literals(['with', 'without']),
    action: Schema.String,
    parameters: Values,
    picks: Values,
  }),
  Schema.Struct({ kind: Schema.Literal('failure'), check: CheckData }),
])

const ConstantsData = Schema.Record(Schema.String, Schema.Union([Schema.Number, Schema.Boolean, Schema.String]))
const ViolationData = Schema.Union([
  /** the run without the high steps of the trace, which of its steps are high, and how the ends are told apart */
  Schema.Struct({
    kind: Schema.Literal('noninterference'),
    without: TraceData,
    high: Schema.Array(Schema.Boolean),
    difference: DifferenceData,
  }),
  Schema.Struct({ kind: Schema.Literals(['invariant', 'step', 'deadlock', 'temporal', 'unreachable']) }),
  /** what the last step, or the initial state, is mapped to */
  Schema.Struct({
    kind: Schema.Literal('refinement'),
    /** the abstract spec, and its states before and after the step; null before the initial state */
    abstract: Schema.String,
    before: Schema.NullOr(Values),
    after: Values,
    /** abstract steps that have the same effect, and the guard that refuses each */
    nearest: Schema.Array(
      Schema.Struct({ action: Schema.String, parameters: Values, picks: Values, refusedBy: SpanData }),
    ),
  }),
  Schema.Struct({ kind: Schema.Literal('propertyFailure'), check: CheckData }),
  Schema.Struct({
    kind: Schema.Literal('actionFailure'),
    action: Schema.String,
    check: CheckData,
    /** of the initial action, when it is the one that fails: then there is no trace */
    picks: Schema.optionalKey(Values),
  }),
])

const VerdictData = Schema.Union([
  Schema.Struct({
    kind: Schema.Literal('proved'),
    /** by induction: how many steps it looks back, the other claims it relies on, and the guards; null: nobody asked */
    proof: Schema.optionalKey(
      Schema.Struct({
        steps: Schema.Int,
        needs: Schema.Array(Schema.String),
        guards: Schema.NullOr(Schema.Array(Schema.Struct({ action: Schema.String, span: SpanData }))),
      }),
    ),
  }),
  Schema.Struct({ kind: Schema.Literal('exhausted'), witness: Schema.optionalKey(TraceData) }),
  Schema.Struct({ kind: Schema.Literal('bounded'), depth: Schema.NullOr(Schema.Int), limits: Schema.Array(LimitData) }),
  Schema.Struct({
    kind: Schema.Literal('violated'),
    violation: ViolationData,
    trace: Schema.optionalKey(TraceData),
  }),
  Schema.Struct({
    kind: Schema.Literal('unknown'),
    reason: Schema.String,
    /** steps that induction cannot exclude: they begin in any state in which all that was assumed is true */
    induction: Schema.optionalKey(
      Schema.Struct({
        assumed: Schema.Array(Schema.String),
        violation: ViolationData,
        trace: TraceData,
        /** of the instance that it is a trace of, where that is not the one above */
        constants: Schema.optionalKey(ConstantsData),
      }),
    ),
  }),
  Schema.Struct({
    kind: Schema.Literal('vacuous'),
    premises: Schema.Array(Schema.Struct({ text: Schema.String, span: SpanData })),
  }),
])

export const ReportDocument = Schema.Struct({
  format: Schema.Literal(reportFormat),
  version: Schema.Literal(reportVersion),
  spec: Schema.String,
  file: Schema.NullOr(Schema.String),
  instance: Schema.NullOr(Schema.String),
  mutant: Schema.NullOr(Schema.String),
  constants: ConstantsData,
  engine: Schema.Literals(['explicit', 'simulate', 'bmc', 'prove']),
  /**
   * lists of names that were taken as interchangeable: where there are any, the states that are counted are
   * representatives, each of all states that differ from it by these names only
   */
  interchangeable: Schema.Array(Schema.Array(Schema.String)),
  /** whether steps whose order cannot be told were left out: then there may be more states, and shorter traces */
  partialOrder: Schema.Boolean,
  /** what the whole run comes to */
  outcome: Schema.Literals(['proved', 'exhausted', 'bounded', 'violated', 'unknown', 'vacuous', 'interrupted']),
  /** null where states are not visited one by one */
  exploration: Schema.NullOr(
    Schema.Struct({
      distinct: Schema.Int,
      generated: Schema.Int,
      depth: Schema.Int,
      frontier: Schema.Int,
      elapsedMs: Schema.Number,
    }),
  ),
  /** what a solver was asked; null where none was. `depth`: steps from the initial states, null where that says nothing */
  solving: Schema.NullOr(
    Schema.Struct({
      solver: Schema.String,
      encoding: Schema.Literals(['bitvectors', 'integers', 'quantified']),
      /** the constants that stand for any number, from `from` on */
      anyNumber: Schema.optionalKey(
        Schema.Struct({
          constants: Schema.Array(Schema.String),
          from: Schema.Int,
        }),
      ),
      depth: Schema.NullOr(Schema.Int),
      queries: Schema.Int,
      elapsedMs: Schema.Number,
    }),
  ),
  /**
   * lemmas that proofs rely on and that are not in the spec, each as the line that would declare it, and what they need
   * declared before; null where none was asked for
   */
  invented: Schema.NullOr(
    Schema.Struct({
      domains: Schema.Array(Schema.String),
      lemmas: Schema.Array(Schema.Struct({ name: Schema.String, source: Schema.String })),
    }),
  ),
  limits: Schema.Array(LimitData),
  findings: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      kind: Schema.Literals([
        'invariant',
        'lemma',
        'step',
        'witness',
        'refinement',
        'temporal',
        'noninterference',
        'deadlock',
        'failures',
      ]),
      span: Schema.NullOr(SpanData),
      verdict: VerdictData,
      /** of a refinement: abstract actions that no step refines, although everything was seen */
      unrefined: Schema.optionalKey(Schema.Array(Schema.String)),
      /** of non-interference: pairs of states that were explored */
      pairs: Schema.optionalKey(Schema.Struct({ distinct: Schema.Int, generated: Schema.Int, depth: Schema.Int })),
      /** of what is violated, or cannot be excluded by induction: what is to blame, null where it has no place, and why */
      blame: Schema.optionalKey(Schema.Struct({ span: Schema.NullOr(SpanData), reason: Schema.String })),
      /** of a deadlock: of each action that has guards, the one that refuses it in the last state */
      refusals: Schema.optionalKey(Schema.Array(Schema.Struct({ action: Schema.String, guard: SpanData }))),
    }),
  ),
  /** what temporal properties rely on; `each`: parameters, when it is assumed of each choice of their values */
  fairness: Schema.Array(
    Schema.Struct({
      strength: Schema.Literals(['weak', 'strong']),
      action: Schema.String,
      each: Schema.Array(Schema.String),
    }),
  ),
  coverage: Schema.Array(
    Schema.Struct({
      action: Schema.String,
      span: SpanData,
      fired: Schema.Int,
      fresh: Schema.Int,
      guards: Schema.Array(Schema.Struct({ span: SpanData, passed: Schema.Int, refused: Schema.Int })),
      /** conditions in the body other than guards; null unless `--coverage` has them counted */
      branches: Schema.NullOr(Schema.Array(Schema.Struct({ span: SpanData, held: Schema.Int, failed: Schema.Int }))),
      /** values that these conditions never had, as far as was explored */
      untaken: Schema.Array(Schema.Struct({ span: SpanData, value: Schema.Boolean })),
    }),
  ),
  vacuousActions: Schema.Array(Schema.String),
  /** what the states took, in bytes; null where they are not kept */
  memory: Schema.NullOr(
    Schema.Struct({
      rowBytes: Schema.Int,
      parentBytes: Schema.Int,
      tableBytes: Schema.Int,
      slots: Schema.Int,
      /** states with their parents in a file, where not all stay in memory */
      diskBytes: Schema.optionalKey(Schema.Int),
    }),
  ),
  /** why the interpreter went on alone where generated code was to take over; null where it did not */
  uncompiled: Schema.NullOr(Schema.String),
  /** what the folder for checkpoints holds: states of the last complete one, and why there is no later one */
  checkpoint: Schema.NullOr(
    Schema.Struct({
      folder: Schema.String,
      states: Schema.NullOr(Schema.Int),
      trouble: Schema.NullOr(Schema.String),
    }),
  ),
})

/** What `--json` prints where there is no answer. */
export const FailureDocument = Schema.Struct({
  format: Schema.Literal(reportFormat),
  version: Schema.Literal(reportVersion),
  error: Schema.Array(
    Schema.Struct({
      message: Schema.String,
      /** absent for faults of the command line */
      code: Schema.optionalKey(Schema.String),
      span: Schema.optionalKey(SpanData),
      note: Schema.optionalKey(Schema.String),
      help: Schema.optionalKey(Schema.String),
      related: Schema.optionalKey(Schema.Array(Schema.Struct({ message: Schema.String, span: SpanData }))),
    }),
  ),
})
