import { random, type EmbeddingMap, type FitRows, type Matrix, type RowMap } from '@alignclip/core';
import { centroidDistance, meanRow, unitRows } from '@alignclip/metrics';

/** Unit rows of a cloud around `offset`, [rows, columns]. */
export function cloud(seed: number, rows = 40, columns = 6, offset: readonly number[] = []): Matrix {
  const stream = random('maps', seed);
  const values = Float32Array.from({ length: rows * columns }, (_, at) => {
    const k = at % columns;
    return stream.normal() * (1 + k / 3) + (offset[k] ?? 0);
  });
  return unitRows({ rows, columns, values });
}

/** Two clouds with a gap between them, to fit on and to score. */
export const fit: FitRows = { image: cloud(1, 40, 6, [2, 0, 1]), text: cloud(2, 40, 6, [0, 2, -1]) };
export const scored: FitRows = { image: cloud(3, 30, 6, [2, 0, 1]), text: cloud(4, 30, 6, [0, 2, -1]) };

export const rowMap = (map: EmbeddingMap, rows: FitRows = fit): RowMap => map.fit(rows) as RowMap;

/** The centroid distance of the scored rows, before or behind a map. */
export const gap = (map?: RowMap): number =>
  map
    ? centroidDistance.measure(map.apply(scored.image, 'image'), map.apply(scored.text, 'text'))
    : centroidDistance.measure(scored.image, scored.text);

/** The scored images, the first of them in the place of the mean caption: near to every query. */
export function withHub(): Matrix {
  const hub = { ...scored.image, values: scored.image.values.slice() };
  hub.values.set(unitRows({ rows: 1, columns: 6, values: Float32Array.from(meanRow(fit.text)) }).values, 0);
  return hub;
}
