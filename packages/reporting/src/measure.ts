import type { NumberFormat, TableColumn } from '@alignclip/core';
import { z } from 'zod';
import { publishedData, publishedMeasures } from './published-figures';

const key = z.string().min(1);

/** The fields of an option that says which score is looked at and how it is written. */
export const measure = {
  /** Key of a record's `scores`; of several keys the mean is taken. */
  score: z.union([key, z.array(key).min(1)]),
  /** Recalls and accuracies: fractions that are shown times 100. */
  percent: z.boolean().default(false),
  /** Decimals shown; without it 1 for percentages, else 3. */
  digits: z.number().int().min(0).max(6).optional(),
};

/** One column of a table, as data. */
export const scoreColumn = z.strictObject({
  title: z.string().min(1),
  /** A heading over neighbouring columns that name the same one. */
  group: z.string().min(1).optional(),
  ...measure,
  better: z.enum(['higher', 'lower', 'neither']).default('neither'),
  /** The paper's figure that is put beside it. */
  published: z.strictObject({ measure: z.enum(publishedMeasures), data: z.enum(publishedData) }).optional(),
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
