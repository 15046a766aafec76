import type { RunRecord, Statement } from '@alignclip/core';
import { formatOf, type ScoreColumn } from '../options';
import { runsByVariant, scoreOf, type ScoreKeys } from '../records';
import { measuredPairs } from './measured-pairs';
import { significance, type VariantPair } from './paired-scores';

/** A score in words, with what a verdict on it needs. */
interface DecidedScore {
  readonly score: ScoreKeys;
  readonly name: string;
  readonly better: 'lower' | 'higher';
  readonly percent: boolean;
  readonly digits?: number | undefined;
}

/** Where the improvement must lie, and the level of the test; default: above 0, at .05. */
type Bounds = Partial<Pick<Statement, 'above' | 'below' | 'level' | 'margin'>>;

/** The statement that one score of a pair of variants lies within the bounds. */
export const statementOf = (
  { treatment, baseline }: VariantPair,
  score: DecidedScore,
  bounds: Bounds = {},
): Statement => ({
  treatment,
  baseline,
  name: score.name,
  better: score.better,
  format: formatOf(score),
  above: 0,
  level: significance,
  ...bounds,
  valueIn: (record) => scoreOf(record, score.score),
});

/** The tests of a table: each variant except the baseline, in each column; where no value is better, a higher one. */
export const tableStatements = (
  records: readonly RunRecord[],
  columns: readonly ScoreColumn[],
  baseline: string | undefined,
): Statement[] =>
  baseline === undefined
    ? []
    : runsByVariant(records)
        .filter(({ variant }) => variant !== baseline)
        .flatMap(({ variant: treatment }) =>
          columns.map(({ title, group, better, ...column }) => {
            const name = group === undefined ? title : `${group} ${title}`;
            const towards = better === 'neither' ? 'higher' : better;
            return statementOf({ treatment, baseline }, { ...column, name, better: towards });
          }),
        );

/** The improvement of each pair, in the order of the seeds: treatment − baseline, positive where it is better. */
export function improvementsOf(records: readonly RunRecord[], statement: Statement): number[] {
  const { baseline, treatment } = measuredPairs(records, statement, statement.valueIn);
  const sign = statement.better === 'higher' ? 1 : -1;
  return treatment.map((value, i) => sign * (value - baseline[i]!));
}

/** "SharedCLIP against CLIP: centroid distance" */
export const statementText = ({ treatment, baseline, name }: Statement): string =>
  `${treatment} against ${baseline}: ${name}`;
