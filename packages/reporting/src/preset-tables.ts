import { parseOptions, type Spec } from '@alignclip/core';
import { z } from 'zod';
import { gapColumns, gapMeasureNames, retrievalColumns, zeroShotColumns } from './score-columns';
import { scoreTable } from './score-table';
import { comparison, ranks, splits } from './options';

/** A `scoreTable` under a name of its own: its options choose title and columns. */
const presetTable =
  <Schema extends z.ZodType>(
    name: string,
    options: Schema,
    make: (options: z.output<Schema>) => Parameters<typeof scoreTable>[0],
  ) =>
  (given?: z.input<Schema>): Spec<'tables'> =>
    scoreTable(make(parseOptions(name, options, given ?? {}) as z.output<Schema>));

/** Alignment scores on several splits, as in Table 1 of the paper; other gap measures on request. */
export const alignmentTable = presetTable(
  'alignmentTable',
  z.strictObject({
    splits: splits('test', 'shift', 'test-shift'),
    measures: z.array(z.enum(gapMeasureNames)).min(1).default(['alignment-score']),
    ...comparison,
  }),
  ({ splits, measures, ...comparison }) => ({
    title: 'Cross-modal alignment',
    columns: splits.flatMap((split) => gapColumns(split, { measures, group: split })),
    ...comparison,
  }),
);

/** Recall at k, from images to texts and from texts to images. */
export const retrievalTable = presetTable(
  'retrievalTable',
  z.strictObject({ splits: splits('test'), k: ranks(1, 5, 10), ...comparison }),
  ({ splits, k, ...comparison }) => ({
    title: titleFor('Zero-shot retrieval', splits),
    columns: splits.flatMap((split) => retrievalColumns(split, { k, group: splits.length === 1 ? undefined : split })),
    ...comparison,
  }),
);

/** Accuracy of zero-shot classification by class prompts, for each split and class set. */
export const zeroShotTable = presetTable(
  'zeroShotTable',
  z.strictObject({
    splits: splits('test'),
    classSets: z.array(z.string().min(1)).min(1).default(['coarse', 'subgroup']),
    k: ranks(1, 5),
    ...comparison,
  }),
  ({ splits, classSets, k, ...comparison }) => ({
    title: titleFor('Zero-shot classification', splits),
    columns: splits.flatMap((split) => {
      const group = (classSet: string) => (splits.length === 1 ? classSet : `${split} ${classSet}`);
      return zeroShotColumns(split, { classSets, k, group });
    }),
    ...comparison,
  }),
);

const titleFor = (subject: string, splits: readonly string[]): string =>
  splits.length === 1 ? `${subject} (${splits[0]})` : subject;
