import { UserError, type EmbeddingMap, type FitRows, type Matrix, type Modality, type Spec } from '@alignclip/core';
import type { Registry } from '@alignclip/experiment';
import { unitRows } from '@alignclip/metrics';

/** Throws UserError on a map of scores, which no measure of embeddings sees. */
export function refuseScoreMaps(maps: readonly EmbeddingMap[], command: string): void {
  const scores = maps.find(({ kind }) => kind === 'scores');
  if (scores)
    throw new UserError(
      `--map ${scores.name} changes scores, not embeddings: ${command} would show nothing of it; alignclip evaluate does`,
    );
}

/** Maps without a run. Throws UserError where one names a split: files have none. */
export const mapsOfSpecs = (registry: Registry, specs: readonly Spec<'maps'>[]): EmbeddingMap[] =>
  specs.map((spec) => {
    const map = registry.find(spec).create(spec.options) as EmbeddingMap;
    if (map.fitOn !== undefined)
      throw new UserError(`--map ${map.name}: fitOn = "${map.fitOn}" names a split, but files have none; leave it out`);
    return map;
  });

/** Rows of files behind maps that are fitted on rows of others; unit rows. Throws UserError where both are the same. */
export function mapRows(maps: readonly EmbeddingMap[], fit: FitRows, rows: FitRows): FitRows {
  for (const modality of ['image', 'text'] as const) refuseSame(fit[modality], rows[modality], modality);
  let passed = { fit, rows };
  for (const map of maps) {
    const fitted = map.fit(first(passed.fit, map.fitExamples));
    if (fitted.kind !== 'rows') throw new UserError(`--map ${map.name} changes scores, not embeddings`);
    const both = ({ image, text }: FitRows): FitRows => ({
      image: fitted.apply(image, 'image'),
      text: fitted.apply(text, 'text'),
    });
    passed = { fit: both(passed.fit), rows: both(passed.rows) };
  }
  const { image, text } = passed.rows;
  return { image: unitRows(image, 'mapped image embeddings'), text: unitRows(text, 'mapped text embeddings') };
}

function refuseSame(fit: Matrix, rows: Matrix, modality: Modality): void {
  if (fit.rows !== rows.rows || fit.columns !== rows.columns) return;
  if (fit.values.every((value, at) => value === rows.values[at]))
    throw new UserError(
      `--fit-${modality} holds the same rows as --${modality}: a map that is fitted on what it is measured on flatters itself; fit it on others`,
    );
}

/** The first images, and as many of the captions of each. */
function first({ image, text }: FitRows, most = Infinity): FitRows {
  if (most >= image.rows) return { image, text };
  const captions = Math.max(1, Math.round(text.rows / image.rows));
  const head = (rows: Matrix, count: number): Matrix => ({
    rows: Math.min(count, rows.rows),
    columns: rows.columns,
    values: rows.values.subarray(0, Math.min(count, rows.rows) * rows.columns),
  });
  return { image: head(image, most), text: head(text, most * captions) };
}
