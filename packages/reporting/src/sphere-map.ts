import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { dataOf, emptyFigure, figure } from './figures/chart';
import { split, titleOption } from './options';
import { detailsOf, runsByVariant } from './records';

/** Images and texts on the sphere (AlignCLIP, Fig. 5), unrolled as an equal-area map: one for each variant. */
export const sphereMap = defineComponent(Figure)({
  type: 'sphere-map',
  options: z.strictObject({
    title: titleOption.default('Images and texts on the sphere').describe('title of the figure'),
    split,
  }),
  create: ({ title, split }) => ({ title, draw: (records) => draw(title, split, records) }),
});

const description =
  'For each variant, images and captions as points on a sphere, unrolled as a map. Where the modalities are mixed, the gap is small.';

function draw(title: string, split: string, records: readonly RunRecord[]) {
  const maps = runsByVariant(records).flatMap(({ variant, runs }) => {
    const run = runs.find((one) => sphereOf(one, split) !== undefined);
    return run === undefined ? [] : [{ variant, seed: run.seed, rows: rowsOf(sphereOf(run, split)!) }];
  });
  if (maps.length === 0) {
    return emptyFigure({ title, description }, `No run has the sphere of ${split}: evaluate with projection().`);
  }
  const plots = maps.map(({ variant, rows }) => plotOf(variant, rows));
  const seeds = [...new Set(maps.map(({ seed }) => seed))].join(', ');
  return figure({ title, description }, { concat: plots, columns: 2 }, [
    `Seed ${seeds} of each variant. Neighbourhoods are meaningful, distances and areas are not.`,
  ]);
}

const points = z.array(z.tuple([z.number(), z.number(), z.number()])).min(1);
const sphere = z.object({ image: points, text: points });
const modalities = ['image', 'text'] as const;

const sphereOf = (run: RunRecord, split: string) => detailsOf(run, ['projection', split, 'sphere'], sphere);

const rowsOf = (found: z.output<typeof sphere>): JsonObject[] =>
  modalities.flatMap((modality) => found[modality].map((point) => ({ modality, ...placeOf(point) })));

/** Longitude and latitude in degrees; 0, 0 for the centre of the sphere, which is never a point of a projection. */
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
    scale: { domain: modalities, range },
    legend: { orient: 'top' },
  });
  const disc = { data: { sphere: true }, mark: { type: 'geoshape', fill: '#F7F7F7', stroke: '#999999', aria: false } };
  const graticule = {
    data: { graticule: { step: [30, 30] } },
    mark: { type: 'geoshape', filled: false, stroke: '#DDDDDD', strokeWidth: 0.5, aria: false },
  };
  const points = {
    data: dataOf(rows),
    mark: { type: 'point', size: 22, strokeWidth: 1.2, opacity: 0.85 },
    encoding: {
      longitude: { field: 'longitude', type: 'quantitative' },
      latitude: { field: 'latitude', type: 'quantitative' },
      color: channel(['#56B4E9', '#000000']),
      shape: channel(['circle', 'triangle-up']),
    },
  };
  return {
    title: { text: variant, fontSize: 12, fontWeight: 'normal', anchor: 'middle', offset: 4 },
    width: 330,
    height: 170,
    projection: { type: 'equalEarth' },
    layer: [disc, graticule, points],
  };
}
