import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { bandAndLine, scoreAxis, variantChannels } from './figures/axes';
import { dataOf, emptyFigure, figure, overSeeds, seedNote, singlePlot, variantsOf } from './figures/chart';
import { optionalTitle, split } from './options';
import { runsByVariant, scoresOf, type VariantRuns } from './records';

const options = z.strictObject({
  title: optionalTitle,
  split,
  classSet: z.string().min(1).optional().describe('class set whose prompts are the queries (default: captions are)'),
  k: z.int().min(1).max(1000).default(10).describe('k of NDCG@k'),
});
type Options = z.output<typeof options>;

/** NDCG of text queries over the share of documents that are images: a line for each variant; a gap makes it sag. */
export const mixedSearch = defineComponent(Figure)({
  type: 'mixed-search',
  options,
  create: (given) => {
    const title = given.title ?? `Search among texts and images (${placeOf(given).replace('/', ', ')})`;
    return { title, draw: (records) => draw(title, given, records) };
  },
});

const placeOf = ({ split, classSet }: Options): string => (classSet === undefined ? split : `${split}/${classSet}`);

function draw(title: string, given: Options, records: readonly RunRecord[]) {
  const rows = runsByVariant(records).flatMap((variant) => rowsOf(variant, given));
  const description = `NDCG@${given.k} of text queries over the share of the documents that are images, a line for each variant.`;
  if (rows.length === 0)
    return emptyFigure({ title, description }, `No run has scores of mixed-retrieval on ${placeOf(given)}.`);
  return figure({ title, description }, body(rows, given), [
    seedNote('Lines', 'bands', rows),
    'At 0 all documents are texts, at 1 all are images.',
  ]);
}

interface CurveRow extends JsonObject {
  readonly variant: string;
  readonly share: number;
  readonly mean: number;
  readonly seeds: number;
}

function rowsOf({ variant, runs }: VariantRuns, given: Options): CurveRow[] {
  const [before, after] = [`mixed-retrieval/${placeOf(given)}/r-`, `/NDCG@${given.k}`];
  const keys = new Set(runs.flatMap(({ scores }) => Object.keys(scores)));
  const shares = [...keys]
    .filter((key) => key.startsWith(before) && key.endsWith(after))
    .map((key) => Number(key.slice(before.length, -after.length)))
    .filter((share) => share >= 0 && share <= 1)
    .sort((a, b) => a - b);
  return shares.map((share) => ({ variant, share, ...overSeeds(scoresOf(runs, `${before}${share}${after}`)) }));
}

function body(rows: readonly CurveRow[], { k }: Options): JsonObject {
  const { color, strokeDash } = variantChannels(variantsOf(rows), 'line');
  const x = { field: 'share', type: 'quantitative', title: 'documents that are images (%)' };
  const percent = { labelExpr: "format(datum.value * 100, '~g')" };
  const y = scoreAxis({ name: `NDCG@${k}`, percent: true });
  return {
    data: dataOf(rows),
    ...singlePlot,
    encoding: { x: { ...x, axis: percent }, color },
    layer: bandAndLine(y, strokeDash),
  };
}
