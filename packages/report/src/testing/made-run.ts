import { contentHash, type RunRecord } from '@alignclip/core';

type Point = [number, number, number];

/** Points of `count` pairs on the sphere, images in the north, captions in the south. */
export const madePoints = (count: number) => {
  const ring = (height: number) =>
    Array.from({ length: count }, (_, i): Point => {
      const [angle, radius] = [(2 * Math.PI * i) / count, Math.sqrt(1 - height * height)];
      return [radius * Math.cos(angle), height, radius * Math.sin(angle)];
    });
  return { image: ring(0.5), text: ring(-0.5) };
};

export const madeProjection = (ids: readonly string[]) => ({
  ids: [...ids],
  captions: ids.map((id) => `caption of ${id}`),
  explainedVariance: [0.5, 0.2, 0.1],
  sphere: madePoints(ids.length),
  pca: madePoints(ids.length),
});

/** Queries of which the first is answered right at once and the others are not. */
export const madeQueries = (ids: readonly string[]) => ({
  images: ids.length,
  examples: ids.map((id, query) => ({
    id,
    caption: `caption of ${id}`,
    rank: query === 0 ? 1 : 2,
    found: [0, 1, 2, 3, 4].map((place) => ({
      id: ids[(query + place + (query === 0 ? 0 : 1)) % ids.length]!,
      caption: `text ${place}`,
      cosine: 0.5 - place / 10,
      right: query === 0 ? place === 0 : place === 1,
    })),
  })),
});

/** Queries among images and texts: the first document as its image, the second as its text. */
export const madeMixedQueries = (ids: readonly string[]) =>
  ids.map((id) => ({
    id,
    caption: `caption of ${id}`,
    rank: 1,
    found: ids.slice(0, 2).map((document, place) => ({
      ...{ id: document, caption: `text of ${document}`, score: 0.25 - place / 8, right: document === id },
      shown: place === 0 ? 'image' : 'text',
    })),
  }));

/** A record with curves, points and queries, of a run that never was. */
export const madeRun = (variant: string, seed: number, change: Partial<RunRecord> = {}): RunRecord => ({
  schema: 1,
  key: contentHash([variant, seed]),
  experiment: 'made',
  variant,
  seed,
  profile: 'quick',
  config: {
    dataset: { slot: 'dataset', type: 'shapes', options: { resolution: 16 } },
    sharing: { slot: 'sharing', type: variant === 'CLIP' ? 'separate' : 'shared', options: {} },
  },
  provenance: { code: 'c0de', data: 'da7a', git: '', versions: { node: '20' }, backend: 'wasm', host: 'here' },
  startedAt: '2025-01-01T00:00:00.000Z',
  seconds: { train: 10, evaluate: 2 },
  parameters: { total: 1000, shared: 0, image: 600, text: 400 },
  curves: { step: [1, 10, 20], L: [3 + seed, 2, 1.5], 'logit-scale': [14, 15, 16 + seed] },
  scores: { 'gap/test/centroid-distance': 0.5 + seed / 10, 'projection/test/sphere/mixing': 0.25 },
  intervals: {},
  details: {},
  ...change,
});
