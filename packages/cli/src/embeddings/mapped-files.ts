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
import { euclideanNorm, meanRow, unitRows } from '@alignclip/metrics';
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
    if (fitted.note !== undefined) warn(`note: map "${map.name}" ${fitted.note}`);
    const both = ({ image, text }: FitRows): FitRows => ({
      image: fitted.apply(image, 'image'),
      text: fitted.apply(text, 'text'),
    });
    passed = { fit: both(passed.fit), rows: both(passed.rows) };
  }
  const { image, text } = passed.rows;
  return { image: unitRows(image, 'mapped image embeddings'), text: unitRows(text, 'mapped text embeddings') };
}

const flatters = 'what is fitted on the rows that it is measured on flatters itself; fit it on others';
const swapped = 'are --fit-image and --fit-text swapped?';

/**
 * Throws UserError where what is fitted on is what is scored: all of its images, in any order and up to rounding, or the same
 * texts; and where images are fitted on that are scored as texts, or the other way round. A note says how many images are on
 * both sides, and that the modalities look swapped. Texts may repeat for want of information.
 */
export function refuseScored(fit: FitRows, scored: FitRows, notify = warn): void {
  if (fit.image.columns !== scored.image.columns) return; // refused where the maps meet the rows
  const both = sharedRows(scored.image, fit.image);
  if (both === scored.image.rows) throw new UserError(`--fit-image holds the same rows as --image: ${flatters}`);
  if (hashOf(fit.text.values) === hashOf(scored.text.values))
    throw new UserError(`--fit-text holds the same rows as --text: ${flatters}`);
  refuseSwapped(fit, scored);
  if (both > 0) notify(`note: ${counted(both, 'row')} of --image also in --fit-image: ${flatters}`);
  if (looksSwapped(fit, scored))
    notify(
      `note: the mean of --fit-image is near that of --text, and the mean of --fit-text near that of --image: ${swapped}`,
    );
}

function refuseSwapped(fit: FitRows, scored: FitRows): void {
  for (const [modality, other] of [
    ['image', 'text'],
    ['text', 'image'],
  ] as const) {
    const shared = sharedRows(fit[modality], scored[other]);
    if (shared === 0) continue;
    const rows = `${shared} of ${counted(fit[modality].rows, 'row')} of --fit-${modality} are rows of --${other}`;
    throw new UserError(`${rows}: ${swapped}`);
  }
}

/** Whether the means are at most half as far from those of the other modality as from their own, together. */
function looksSwapped(fit: FitRows, scored: FitRows): boolean {
  const between = (a: Matrix, b: Matrix): number => {
    const other = meanRow(b);
    return euclideanNorm(meanRow(a).map((value, k) => value - other[k]!));
  };
  const straight = between(fit.image, scored.image) + between(fit.text, scored.text);
  return between(fit.image, scored.text) + between(fit.text, scored.image) < straight / 2;
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
