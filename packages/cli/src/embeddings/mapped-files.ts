import {
  counted,
  sha256,
  UserError,
  warn,
  type EmbeddingMap,
  type FitRows,
  type Matrix,
  type Spec,
} from '@alignclip/core';
import type { Registry } from '@alignclip/experiment';
import { unitRows } from '@alignclip/metrics';
import { sharedRows } from './shared-rows';

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
  refuseScored(fit, rows);
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

/**
 * Throws UserError where what is fitted on is what is scored: all of its images, in any order and up to rounding, or the same
 * texts. A note says how many images are on both sides. Texts may repeat for want of information.
 */
export function refuseScored(fit: FitRows, scored: FitRows, notify = warn): void {
  const flatters = 'what is fitted on the rows that it is measured on flatters itself; fit it on others';
  if (fit.image.columns !== scored.image.columns) return; // refused where the maps meet the rows
  const both = sharedRows(scored.image, fit.image);
  if (both === scored.image.rows) throw new UserError(`--fit-image holds the same rows as --image: ${flatters}`);
  if (hashOf(fit.text.values) === hashOf(scored.text.values))
    throw new UserError(`--fit-text holds the same rows as --text: ${flatters}`);
  if (both > 0) notify(`${counted(both, 'row')} of --image also in --fit-image: ${flatters}`);
}

/** Hash of a row, or of all of them. */
export const hashOf = ({ buffer, byteOffset, byteLength }: Float32Array): string =>
  sha256(new Uint8Array(buffer, byteOffset, byteLength));

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
