import { z } from 'zod';

const spec = z.object({ slot: z.string(), type: z.string(), options: z.record(z.string(), z.json()) });
const interval = z.tuple([z.number(), z.number()]);

/** The effort spent on tuning a variant: a fair comparison spends equal effort on all variants. */
const tuningBudgetSchema = z.strictObject({
  /** Configurations that were tried. */
  trials: z.number().int().min(0),
  /** What was varied, and the split and score used for selection. */
  protocol: z.string().min(1),
  /** The chosen values by path, where trials of the experiment chose them. */
  chosen: z.record(z.string(), z.json()).optional(),
});
export type TuningBudget = z.infer<typeof tuningBudgetSchema>;

/** One finished cell of an experiment: everything that a table, a figure or a check needs. */
export const runRecordSchema = z.object({
  schema: z.literal(1),
  /** Hash of config, data and code: the cell's identity. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
  /** Names the checkpoint: the hash without evaluation-only parts. Missing in records of older versions. */
  trainingKey: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  experiment: z.string(),
  variant: z.string(),
  seed: z.number().int(),
  profile: z.string(),
  /** The run's position in its grid: values by path, or the names of values and variants. */
  factors: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  /** Specs by slot. */
  config: z.record(z.string(), z.union([spec, z.array(spec)])),
  provenance: z.object({
    code: z.string(),
    /** Hashes of the sources of each component, by `slot/type`. Missing in records of older versions. */
    parts: z.record(z.string(), z.string()).optional(),
    data: z.string(),
    /**
     * Commit of the repository that the experiment's file is in, ` dirty` after it if files differ from it; in records
     * without `alignclip`: that of alignclip, with `+` if files differ.
     */
    git: z.string(),
    /** Commit of alignclip's own sources, in the same form. */
    alignclip: z.string().optional(),
    versions: z.record(z.string(), z.string()),
    backend: z.string(),
    host: z.string(),
    /** Threads per operation; the allocator; whether our own TensorFlow operations were used. */
    threads: z.number().optional(),
    allocator: z.string().optional(),
    customOps: z.boolean().optional(),
    /** How products in bfloat16 were computed, where training asked for them. */
    bfloat16: z.string().optional(),
    /** Installed versions of the npm packages that the cell's sources import, except TensorFlow.js. */
    packages: z.record(z.string(), z.string()).optional(),
  }),
  /** What the loss terms needed besides the embeddings: `views`, `semanticSimilarity`. Missing in records of older versions. */
  signals: z.array(z.string()).optional(),
  /** How much the variant was tuned before this run, if its experiment states it. */
  tuning: tuningBudgetSchema.optional(),
  startedAt: z.string(),
  seconds: z.object({ train: z.number(), evaluate: z.number() }),
  /** Peak memory of the cell's process in bytes, on Linux. */
  peakMemory: z.number().int().positive().optional(),
  /** How each map of the run was fitted, and which splits its scores are of. Missing where a run has no maps. */
  maps: z
    .array(
      z.object({
        type: z.string(),
        fitOn: z.string(),
        examples: z.number().int(),
        scoredOn: z.array(z.string()),
        /** Whether what happens to an item depends on the other items that are scored. */
        transductive: z.boolean(),
        /** Whether it is made for search within a modality only. */
        withinModality: z.literal(true).optional(),
        /** What a reader must know of the fit: that it changes nothing. */
        note: z.string().optional(),
      }),
    )
    .optional(),
  /** Numbers of values; `frozen` ones were not trained. */
  parameters: z.object({
    total: z.number(),
    shared: z.number(),
    image: z.number(),
    text: z.number(),
    frozen: z.number().optional(),
  }),
  /** Values by log key, one per entry of `step`; in a folder, `trajectory/…`, one per entry of the folder's `step`. */
  curves: z.record(z.string(), z.array(z.number())),
  scores: z.record(z.string(), z.number()),
  intervals: z.record(z.string(), interval),
  /** Why a score of the evaluators has no value, by its key. Missing in records of older versions. */
  undefinedScores: z.record(z.string(), z.string()).optional(),
  details: z.record(z.string(), z.json()),
});

export type RunRecord = z.infer<typeof runRecordSchema>;

/** The fold of the data that a run is of; undefined where the data are divided as they come. */
export function foldOf({ config: { dataset } }: RunRecord): number | undefined {
  if (dataset === undefined || Array.isArray(dataset) || dataset.type !== 'fold') return undefined;
  const { index } = dataset.options;
  return typeof index === 'number' ? index : undefined;
}

/** What pairs runs: "3", and with folds "3, fold 1". */
export const pairOf = (run: RunRecord): string => {
  const fold = foldOf(run);
  return fold === undefined ? String(run.seed) : `${run.seed}, fold ${fold}`;
};
