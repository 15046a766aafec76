import { pairOf, type RunRecord } from '@alignclip/core';
import { markedNames, markNotes, runsByVariant } from '@alignclip/reporting';
import { z } from 'zod';
import type { Point, SphereData, View } from '../../page-data';
import type { Images } from './read-images';

export interface Spheres {
  readonly spheres: readonly SphereData[];
  /** Sentences about what isn't shown. */
  readonly notes: readonly string[];
}

const point = z.tuple([z.number(), z.number(), z.number()]);
const points = z.array(point).max(1000);
const view = z.object({ image: points, text: points }).optional().catch(undefined);
const projected = z.object({
  ids: z.array(z.string()).max(1000),
  captions: z.array(z.string()).max(1000),
  sphere: view,
  pca: view,
});
type Projected = z.output<typeof projected>;

/** More would make the page too large. */
const maxSpheres = 40;

/** The points that evaluator `projection` stored in the records. */
export function spheresOf(
  records: readonly RunRecord[],
  colours: ReadonlyMap<string, string>,
  images: Images,
): Spheres {
  const all = records.flatMap((record) => projectionsOf(record).map((part) => ({ record, ...part })));
  const without = records.filter((record) => !all.some((one) => one.record === record));
  const bySeed = [...all].sort((a, b) => a.record.seed - b.record.seed).slice(0, maxSpheres);
  const shown = all.filter((one) => bySeed.includes(one));
  const variants = runsByVariant(records);
  const names = markedNames(variants);
  const spheres = shown.map((one) => {
    const before = shown.findIndex((other) => isBefore(other, one));
    const { variant } = one.record;
    const own = { name: names.get(variant)!, colour: colours.get(variant)! };
    const sphere = sphereOf(one, own, images);
    return { ...sphere, ...(before >= 0 && { before }) };
  });
  return { spheres, notes: [...notesOn(records, without, all.length), ...(all.length > 0 ? markNotes(variants) : [])] };
}

function notesOn(records: readonly RunRecord[], without: readonly RunRecord[], found: number): string[] {
  if (records.length > 0 && without.length === records.length) {
    return [
      'No run has points: add projection() to the evaluators and run the experiment again; training is not repeated.',
    ];
  }
  const names = without.map((run) => `${run.variant} (seed ${pairOf(run)})`);
  return [
    ...(names.length > 0 ? [`Without points, because the evaluator projection is missing: ${names.join(', ')}.`] : []),
    ...(found > maxSpheres ? [`Only the first ${maxSpheres} of ${found} spheres are shown.`] : []),
  ];
}

interface Part {
  readonly record: RunRecord;
  readonly split: string;
  readonly points: Projected;
}

/** Whether one shows the same pairs by the same weights as the other, whose maps it lacks. */
const isBefore = (one: Part, other: Part): boolean =>
  !hasMaps(one.record) &&
  hasMaps(other.record) &&
  other.record.trainingKey !== undefined &&
  one.record.trainingKey === other.record.trainingKey &&
  one.split === other.split &&
  one.points.ids.join('\n') === other.points.ids.join('\n');

const hasMaps = ({ maps = [] }: RunRecord): boolean => maps.length > 0;

/** Splits with valid points; invalid ones count as missing. */
function projectionsOf({ details }: RunRecord): { split: string; points: Projected }[] {
  const parts = details['projection'];
  if (parts === null || typeof parts !== 'object' || Array.isArray(parts)) return [];
  return Object.entries(parts).flatMap(([split, part]) => {
    const parsed = projected.safeParse(part);
    return parsed.success && isWhole(parsed.data) ? [{ split, points: parsed.data }] : [];
  });
}

const isWhole = ({ ids, captions, sphere, pca }: Projected): boolean =>
  (sphere !== undefined || pca !== undefined) &&
  [captions, ...[sphere, pca].flatMap((one) => (one ? [one.image, one.text] : []))].every(
    ({ length }) => length === ids.length,
  );

/** How a variant is shown. */
interface Look {
  readonly name: string;
  readonly colour: string;
}

function sphereOf({ record, split, points: found }: Part, { name, colour }: Look, images: Images): SphereData {
  const { scores } = record;
  const { ids, captions, sphere, pca } = found;
  const mixing = scores[`projection/${split}/sphere/mixing`];
  const share =
    mixing === undefined ? '' : `: ${(mixing * 100).toFixed(0)} % of a point’s neighbours are of the other modality`;
  return {
    variant: name,
    seed: pairOf(record),
    split,
    colour,
    caption: `${ids.length} pairs${share}`,
    pairs: ids.map((id, i) => ({ id, caption: captions[i]!, image: images.ask(record, split, id) })),
    views: { sphere: sphere && rounded(sphere, 1), pca: pca && rounded(pca, largest(pca)) },
  };
}

const largest = ({ image, text }: View): number =>
  Math.max(1e-9, ...[...image, ...text].map((one) => Math.hypot(...one)));

/** Within the unit ball, to a thousandth. */
function rounded({ image, text }: View, radius: number): View {
  const round = (values: readonly Point[]): Point[] =>
    values.map((one) => one.map((value) => Math.round((value / radius) * 1000) / 1000) as unknown as Point);
  return { image: round(image), text: round(text) };
}
