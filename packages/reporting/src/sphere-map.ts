import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { dataOf, figure } from './figures/chart';
import { detailsOf } from './records/details-of';
import { runsByVariant } from './records/runs-by-variant';

/** Images and texts on the sphere (AlignCLIP, Fig. 5), unrolled as a map of equal areas: one for each variant. */
export const sphereMap = defineComponent(Figure)({
  type: 'sphere-map',
  options: z.strictObject({
    title: z.string().min(1).default('Images and texts on the sphere'),
    split: z.string().min(1).default('test'),
  }),
  create: ({ title, split }) => ({ title, draw: (records) => draw(title, split, records) }),
});

const points = z.array(z.tuple([z.number(), z.number(), z.number()])).min(1);
const sphere = z.object({ image: points, text: points });

function draw(title: string, split: string, records: readonly RunRecord[]) {
  const maps = runsByVariant(records).flatMap(({ variant, runs }) => {
    const run = runs.find((one) => sphereOf(one, split) !== undefined);
    return run === undefined ? [] : [{ variant, seed: run.seed, rows: rowsOf(sphereOf(run, split)!) }];
  });
  const description =
    'For each variant, images and captions as points on a sphere, unrolled as a map. Where the modalities are mixed, the gap is small.';
  if (maps.length === 0)
    return figure(title, description, undefined, [`No run has the sphere of ${split}: evaluate with projection().`]);
  const plots = maps.map(({ variant, rows }) => plotOf(variant, rows));
  return figure(title, description, { concat: plots, columns: 2 }, [
    `Seed ${[...new Set(maps.map(({ seed }) => seed))].join(', ')} of each variant. Neighbourhoods mean something, distances and areas don’t.`,
  ]);
}

const sphereOf = (run: RunRecord, split: string) => detailsOf(run, ['projection', split, 'sphere'], sphere);

const rowsOf = (found: z.output<typeof sphere>): JsonObject[] =>
  (['image', 'text'] as const).flatMap((modality) => found[modality].map((point) => ({ modality, ...placeOf(point) })));

/** Degrees; 0, 0 for the centre of the sphere, which no point of a projection is. */
function placeOf([x, y, z]: readonly [number, number, number]) {
  const length = Math.hypot(x, y, z);
  const degrees = (angle: number) => Math.round((angle * 18000) / Math.PI) / 100;
  return { longitude: degrees(Math.atan2(y, x)), latitude: length === 0 ? 0 : degrees(Math.asin(z / length)) };
}

function plotOf(variant: string, rows: readonly JsonObject[]): JsonObject {
  const channel = (range: readonly string[]) => ({
    field: 'modality',
    type: 'nominal',
    title: null,
    scale: { domain: ['image', 'text'], range },
    legend: { orient: 'top' },
  });
  return {
    title: { text: variant, fontSize: 12, fontWeight: 'normal', anchor: 'middle', offset: 4 },
    width: 330,
    height: 170,
    projection: { type: 'equalEarth' },
    layer: [
      { data: { sphere: true }, mark: { type: 'geoshape', fill: '#F7F7F7', stroke: '#999999' } },
      { data: { graticule: { step: [30, 30] } }, mark: { type: 'geoshape', filled: false, stroke: '#DDDDDD', strokeWidth: 0.5 } }, // prettier-ignore
      {
        data: dataOf(rows),
        mark: { type: 'point', size: 22, strokeWidth: 1.2, opacity: 0.85 },
        encoding: {
          longitude: { field: 'longitude', type: 'quantitative' },
          latitude: { field: 'latitude', type: 'quantitative' },
          color: channel(['#56B4E9', '#000000']),
          shape: channel(['circle', 'triangle-up']),
        },
      },
    ],
  };
}
