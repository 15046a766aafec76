import type { RunRecord } from '@alignclip/core';
import type { TaskScores } from '@alignclip/metrics';
import { z } from 'zod';
import { overFolds, scoreOf, type VariantRuns } from '../records';

/** The tasks that are summed up, and how their scores are made comparable. */
export const tasksOption = z
  .array(
    z
      .strictObject({
        name: z.string().min(1).describe('name of the task in words'),
        score: z
          .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
          .describe('key of the score in the record; with several keys, their mean'),
        zero: z.number().default(0).describe('score that counts as 0, such as that of chance'),
        one: z
          .number()
          .default(1)
          .describe('score that counts as 1, such as a perfect one; below `zero` where lower is better'),
      })
      .refine(({ zero, one }) => zero !== one, { error: '`zero` and `one` are equal', path: ['one'] }),
  )
  .min(1)
  .describe('tasks; a normalised score is (score − zero) / (one − zero)');

export type Task = z.output<typeof tasksOption>[number];

export interface MethodScores {
  readonly variant: string;
  /** Seeds with a score of every task. */
  readonly seeds: readonly number[];
  /** Normalised, [seeds][tasks]; seeds on the same fold of the data are one, their mean. */
  readonly scores: TaskScores;
}

/** The normalised scores of each variant; of runs that lack the score of a task, none. */
export const taskScores = (variants: readonly VariantRuns[], tasks: readonly Task[]): MethodScores[] =>
  variants.map(({ variant, runs }) => {
    const complete = runs.filter((run) => tasks.every((task) => normalised(run, task) !== undefined));
    const byTask = tasks.map((task) => overFolds(complete, (run) => normalised(run, task)!));
    const scores = byTask[0]!.map((_, i) => byTask.map((own) => own[i]!));
    return { variant, seeds: complete.map(({ seed }) => seed), scores };
  });

function normalised(run: RunRecord, { score, zero, one }: Task): number | undefined {
  const value = scoreOf(run, score);
  return value === undefined ? undefined : (value - zero) / (one - zero);
}

/** "Scores are normalised: R@10 from 0 (counts as 0) to 1 (counts as 1)." */
export function normalisationNote(tasks: readonly Task[]): string {
  const isPlain = ({ zero, one }: Task) => zero === 0 && one === 1;
  if (tasks.every(isPlain)) return 'Scores are taken as they are: 0 counts as 0 and 1 as 1 in every task.';
  const texts = tasks.map(({ name, zero, one }) => `${name} ${numberText(zero)} to ${numberText(one)}`);
  return `Scores are normalised task by task, (score − zero) / (one − zero), zero to one: ${texts.join(', ')}.`;
}

const numberText = (value: number): string => String(value).replace('-', '−');

/** Seeds that are left out because they lack the score of a task. */
export function leftOutNotes(variants: readonly VariantRuns[], methods: readonly MethodScores[]): string[] {
  const texts = variants.flatMap(({ variant, runs }, i) => {
    const left = runs.map(({ seed }) => seed).filter((seed) => !methods[i]!.seeds.includes(seed));
    if (left.length === 0) return [];
    return [
      left.length === runs.length ? variant : `${variant}, ${left.length === 1 ? 'seed' : 'seeds'} ${left.join(', ')}`,
    ];
  });
  return texts.length === 0 ? [] : [`Left out, as they lack the score of a task: ${texts.join('; ')}.`];
}
