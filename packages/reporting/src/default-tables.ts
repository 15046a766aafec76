import type { RunRecord, Spec } from '@alignclip/core';
import { alignmentTable, retrievalTable, zeroShotTable } from './preset-tables';
import { gapMeasureNames } from './score-columns';
import { scoreTable } from './score-table';

/** Tables for records whose experiment isn't at hand: one for each family of scores that they hold. */
export function defaultTables(records: readonly RunRecord[]): Spec<'tables'>[] {
  const keys = [...new Set(records.flatMap(({ scores }) => Object.keys(scores)))].map((key) => key.split('/'));
  const parts = (evaluator: string, at: number) => [
    ...new Set(keys.filter(([first]) => first === evaluator).flatMap((key) => key[at] ?? [])),
  ];
  const [gap, retrieval, zeroShot] = ['gap', 'retrieval', 'zero-shot'].map((evaluator) => parts(evaluator, 1));
  const measured = gapMeasureNames.filter((name) => parts('gap', 2).includes(name));
  return [
    ...ifAny(gap!, (splits) => alignmentTable({ splits, measures: measured.length > 0 ? measured : undefined })),
    ...ifAny(retrieval!, (splits) => retrievalTable({ splits })),
    ...ifAny(zeroShot!, (splits) => zeroShotTable({ splits, classSets: parts('zero-shot', 2) })),
    ...['linear-probe', 'distribution-shift', 'sts', 'teacher-agreement'].flatMap((evaluator) =>
      ifAny(
        keys.filter(([first, ...rest]) => first === evaluator && rest.at(-1) !== 'pearson').map((key) => key.join('/')),
        (scores) => plainTable(evaluator, scores),
      ),
    ),
  ];
}

const ifAny = <Item>(items: readonly Item[], table: (items: Item[]) => Spec<'tables'>): Spec<'tables'>[] =>
  items.length === 0 ? [] : [table([...items])];

/** A column for each score, its last part the title. */
const plainTable = (evaluator: string, scores: readonly string[]): Spec<'tables'> =>
  scoreTable({
    title: evaluator,
    columns: scores.map((score) => {
      const [, ...path] = score.split('/');
      const title = path.at(-1)!;
      return { title, group: path.slice(0, -1).join(' ') || evaluator, score, percent: /^(top-|mean-per-class|drop)/.test(title), better: title === 'drop' ? 'lower' : 'higher' }; // prettier-ignore
    }),
  });
