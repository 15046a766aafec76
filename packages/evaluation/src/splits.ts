import {
  fitSplitOf,
  type Dataset,
  type DualEncoder,
  type EmbeddingMap,
  type Example,
  type JsonObject,
  type Matrix,
  type RawImage,
  type Spec,
  unknownName,
  UserError,
} from '@alignclip/core';
import { checkMatrix, stackRows, takeRows, unitRows } from '@alignclip/metrics';
import { z } from 'zod';

/** Options that every evaluator of a data set's splits has. */
export const splitOptions = {
  splits: z.array(z.string().min(1)).min(1).default(['test']).describe("splits of the run's data set"),
  resamples: z.int().min(0).max(100_000).default(1000).describe('bootstrap samples per interval; 0: no intervals'),
};

/** The splits that the scores of an evaluator with these options are of. */
export const scoredSplits = ({ splits, reference }: JsonObject): string[] =>
  [splits, reference].flat().filter((split) => typeof split === 'string');

/** The splits that any of the evaluators scores. */
export const scoredSplitsOf = (evaluators: readonly Spec[]): string[] => [
  ...new Set(evaluators.flatMap(({ options }) => scoredSplits(options))),
];

/** Sentences about maps that are fitted on what is scored; none where the two are kept apart. */
export const fittedOnScored = (maps: readonly EmbeddingMap[], evaluators: readonly Spec[]): string[] =>
  maps.flatMap((map) => {
    const split = fitSplitOf(map);
    const scoring = evaluators.filter(({ options }) => scoredSplits(options).includes(split)).map(({ type }) => type);
    if (scoring.length === 0) return [];
    return [
      `map "${map.name}" is fitted on split "${split}", which ${scoring.join(', ')} ${scoring.length > 1 ? 'score' : 'scores'}`,
    ];
  });

/** Throws UserError where the data set doesn't have one of the splits. */
export function checkSplits({ name, splits }: Pick<Dataset, 'name' | 'splits'>, wanted: readonly string[]): void {
  const unknown = wanted.find((split) => !splits.includes(split));
  if (unknown !== undefined) throw unknownName(`split of ${name}:`, unknown, splits);
}

/**
 * What an evaluator measures. `directions`: geometry, of unit rows. `scores`: what the model finds, of the rows that its own
 * similarity takes; pass `model.similarity` on to what ranks or classifies.
 */
export type Measured = 'directions' | 'scores';

function rowsFor({ similarity }: DualEncoder, measured: Measured, parts: readonly Matrix[], name: string): Matrix {
  const rows = stackRows(parts);
  if (measured === 'directions' || similarity?.rows !== 'own') return unitRows(rows, name);
  checkMatrix(rows, name);
  return rows;
}

/** A split as evaluators see it: embedded images, unit rows unless its scores are measured, and the rest in the same order. */
export interface EmbeddedSplit {
  readonly name: string;
  readonly ids: readonly string[];
  readonly captions: readonly (readonly string[])[];
  readonly labels: readonly Example['labels'][];
  readonly image: Matrix; // [examples, d]
}

const chunk = 256;

/**
 * Reads a split once, embedding as it reads, so that the images of one chunk only are in memory. An image whose features
 * the model has kept is not decoded. Throws UserError on an unknown or empty split and on embeddings that are zero or not
 * finite.
 */
export async function embedSplit(
  model: DualEncoder,
  dataset: Dataset,
  split: string,
  measured: Measured = 'directions',
): Promise<EmbeddedSplit> {
  const ids: string[] = [];
  const captions: (readonly string[])[] = [];
  const labels: Example['labels'][] = [];
  const parts: Matrix[] = [];
  let waiting: RawImage[] = [];
  const flush = async () => {
    if (waiting.length > 0) parts.push(await model.embedImages(waiting));
    waiting = [];
  };
  const known = await model.keptImages?.knownOf(dataset);
  for await (const example of dataset.examples(split, known)) {
    ids.push(example.id);
    captions.push(example.captions);
    labels.push(example.labels);
    if (waiting.push(example.image) === chunk) await flush();
  }
  await flush();
  await known?.save?.();
  if (ids.length === 0) throw new UserError(`split "${split}" of ${dataset.name} has no examples`);
  return { name: split, ids, captions, labels, image: rowsFor(model, measured, parts, `images of split "${split}"`) };
}

/** What the model sees of each text: equal keys for texts that it can't tell apart. */
export const seenTexts = ({ textKey = (text) => text }: DualEncoder, texts: readonly string[]): string[] =>
  texts.map((text) => textKey(text));

/**
 * Unit rows of texts unless scores are measured, in chunks. Texts that the model can't tell apart are embedded once, so that their rows are equal to
 * the bit. `name` is what errors call them.
 */
export async function embedTexts(
  model: DualEncoder,
  texts: readonly string[],
  name: string,
  measured: Measured = 'directions',
): Promise<Matrix> {
  const keys = seenTexts(model, texts);
  const places = new Map<string, number>();
  const different = texts.filter((_, i) => !places.has(keys[i]!) && places.set(keys[i]!, places.size));
  const parts: Matrix[] = [];
  for (let start = 0; start < different.length; start += chunk) {
    parts.push(await model.embedTexts(different.slice(start, start + chunk)));
  }
  const rows = rowsFor(model, measured, parts, name);
  return different.length === texts.length
    ? rows
    : takeRows(
        rows,
        keys.map((key) => places.get(key)!),
      );
}

/** The first caption of an example. Throws UserError where there is none. */
export function firstCaptions({ captions, ids, name }: EmbeddedSplit): string[] {
  return captions.map((own, i) => {
    const [first] = own;
    if (first === undefined) throw new UserError(`example "${ids[i]}" of split "${name}" has no caption`);
    return first;
  });
}
