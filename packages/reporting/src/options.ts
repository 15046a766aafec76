import type { NumberFormat, TableColumn } from '@alignclip/core';
import { z } from 'zod';
import { publishedData, publishedMeasures } from './published-figures';

const name = z.string().min(1);

/** The title, where it has a default of its own. */
export const titleOption = z.string().min(1).describe('title above the table or figure');

/** The title, where it follows from other options. */
export const optionalTitle = z.string().min(1).optional().describe('title (default: made from the other options)');

/** Which score is looked at and how it is written. */
const measure = {
  score: z
    .union([name, z.array(name).min(1)])
    .describe('key of the score in the record; with several keys, their mean'),
  percent: z.boolean().default(false).describe('the score is a fraction and is shown times 100'),
  digits: z.int().min(0).max(6).optional().describe('decimals shown, 0 to 6 (default: 1 for percentages, else 3)'),
};

/** A score with its name in words. */
export const namedMeasure = { name: name.describe('name of the score in words'), ...measure };

const direction = 'which value is better';
export const betterDirection = z.enum(['lower', 'higher']).describe(direction);
export const anyDirection = z.enum(['higher', 'lower', 'neither']).default('neither').describe(direction);

/** One column of a table, as data. */
export const scoreColumn = z.strictObject({
  title: name.describe('heading of the column'),
  group: name.optional().describe('heading over neighbouring columns with the same group'),
  ...measure,
  better: anyDirection,
  published: z
    .strictObject({
      measure: z.enum(publishedMeasures).describe('what the paper measures'),
      data: z.enum(publishedData).describe('the data on which the paper measures it'),
    })
    .optional()
    .describe("the paper's figure to show next to ours, with the difference"),
});

export type ScoreColumn = z.output<typeof scoreColumn>;

export const formatOf = ({ percent, digits }: { percent: boolean; digits?: number | undefined }): NumberFormat => ({
  percent,
  digits: digits ?? (percent ? 1 : 3),
});

export const tableColumn = ({ title, group, better, ...format }: ScoreColumn): TableColumn => ({
  title,
  ...(group === undefined ? {} : { group }),
  better,
  ...formatOf(format),
});

export const splits = (...initial: string[]) =>
  z.array(name).min(1).default(initial).describe('splits that were evaluated, in the order of the output');

export const split = z.string().min(1).default('test').describe('split that was evaluated');

export const ranks = (...initial: number[]) =>
  z.array(z.int().positive()).min(1).default(initial).describe('k of R@k or top-k, in the order of the columns');

/** What makes a comparison fair; every table, question and claim has these options. */
export const fairness = {
  studied: z
    .array(name)
    .default([])
    .describe('paths of the configuration that may differ besides the method and grid factors'),
  equalParameters: z
    .boolean()
    .default(false)
    .describe('the comparison claims equal numbers of trained parameters (to 1 %)'),
};

/** How the rows of a table are compared. */
export const comparison = {
  baseline: name.optional().describe('variant that the others are tested against (default: no tests)'),
  ...fairness,
};

/** What every claim has. */
export const claimOptions = {
  claim: name.describe('the claim in words'),
  source: name.describe('where the paper makes it'),
  pairs: z
    .array(z.tuple([name, name]))
    .min(1)
    .describe('pairs of variants; the first of a pair is claimed to be better'),
  ...fairness,
};
