import { random, type EmbeddingMap, type Matrix, type RowMap, type ScoreMap } from '@alignclip/core';
import { centroidDistance, innerProduct, meanRow, unitRows } from '@alignclip/metrics';
import { centring } from './centring';
import { dualBankSinkhorn } from './dual-bank-sinkhorn';
import { mapComponents } from './index';
import { nearestNeighbourNormalisation } from './nearest-neighbour-normalisation';
import { orthogonalShift } from './orthogonal-shift';
import { procrustes } from './procrustes';
import { reAlign } from './re-align';
import { denseOf, matrixOf } from './rows';
import { sharedSubspace } from './shared-subspace';
import { standardisation } from './standardisation';

/** Unit rows of a cloud around `offset`, [rows, columns]. */
function cloud(seed: number, rows = 40, columns = 6, offset: readonly number[] = []): Matrix {
  const stream = random('maps', seed);
  const values = Float32Array.from({ length: rows * columns }, (_, at) => {
    const k = at % columns;
    return stream.normal() * (1 + k / 3) + (offset[k] ?? 0);
  });
  return unitRows({ rows, columns, values });
}

const fit = { image: cloud(1, 40, 6, [2, 0, 1]), text: cloud(2, 40, 6, [0, 2, -1]) };
const scored = { image: cloud(3, 30, 6, [2, 0, 1]), text: cloud(4, 30, 6, [0, 2, -1]) };
const rowMap = (map: EmbeddingMap, rows = fit): RowMap => map.fit(rows) as RowMap;
const gap = (map: RowMap) => centroidDistance.measure(map.apply(scored.image, 'image'), map.apply(scored.text, 'text'));

const rowMaps = {
  centring: centring.make({}),
  're-align': reAlign.make({}),
  'orthogonal-shift': orthogonalShift.make({ components: 2 }),
  'shared-subspace': sharedSubspace.make({ overlap: 0.5 }),
  procrustes: procrustes.make({}),
  standardisation: standardisation.make({}),
};
const scoreMaps = {
  'nearest-neighbour-normalisation': nearestNeighbourNormalisation.make({ k: 40 }),
  'dual-bank-sinkhorn': dualBankSinkhorn.make({}),
};

it('lists its components', () => {
  expect(mapComponents.map(({ type }) => type).sort()).toEqual(
    [...Object.keys(rowMaps), ...Object.keys(scoreMaps), 'projector-spectrum'].sort(),
  );
});

describe.each(Object.entries(rowMaps))('%s', (name, map) => {
  it('gives unit rows of one width in both modalities, the same alone as in company', () => {
    const fitted = rowMap(map);
    const [image, text] = [fitted.apply(scored.image, 'image'), fitted.apply(scored.text, 'text')];
    expect(image.columns).toBe(text.columns);
    for (let i = 0; i < image.rows; i += 1) expect(innerProduct(image, i, image, i)).toBeCloseTo(1, 5);
    const alone = fitted.apply({ ...scored.text, rows: 1, values: scored.text.values.slice(0, 6) }, 'text');
    expect([...alone.values]).toEqual([...text.values.subarray(0, text.columns)]);
    expect(map.name).toBe(name);
  });

  it('is what its matrix says, where it has one', () => {
    const { linear } = rowMap(map);
    expect(linear !== undefined).toBe(['procrustes', 'shared-subspace'].includes(name));
    for (const modality of ['image', 'text'] as const) {
      const fitted = rowMap(map);
      const matrix = fitted.linear?.(modality);
      if (matrix === undefined) continue;
      const rows = matrixOf(denseOf(scored[modality]).mmul(denseOf(matrix)));
      const mapped = fitted.apply(scored[modality], modality);
      unitRows(rows).values.forEach((value, at) => expect(value).toBeCloseTo(mapped.values[at]!, 5));
    }
  });

  it('leaves its input as it was', () => {
    const before = [...scored.text.values];
    rowMap(map).apply(scored.text, 'text');
    expect([...scored.text.values]).toEqual(before);
  });

  it('refuses rows of another width, and too few to fit on', () => {
    expect(() => rowMap(map).apply(cloud(5, 3, 4), 'text')).toThrow(
      `map "${name}": fitted on rows of width 6, applied to 4`,
    );
    expect(() => map.fit({ image: cloud(1, 40, 6), text: cloud(2, 40, 5) })).toThrow('6 wide, text rows 5');
    const none = { rows: 0, columns: 6, values: new Float32Array(0) };
    expect(() => map.fit({ image: none, text: none })).toThrow('rows to fit on');
  });
});

describe('what maps do to the gap', () => {
  const before = centroidDistance.measure(scored.image, scored.text);

  it.each(['centring', 're-align', 'standardisation', 'procrustes'] as const)('%s makes it smaller', (name) => {
    expect(gap(rowMap(rowMaps[name]))).toBeLessThan(0.6 * before);
  });

  it('orthogonal-shift with all components changes no order in which a moved row finds the fit rows', () => {
    const flat = (seed: number, at: number) => {
      const { rows, values } = cloud(seed, 20, 4);
      const wide = new Float32Array(rows * 6);
      for (let i = 0; i < rows; i += 1) {
        wide.set(values.subarray(i * 4, i * 4 + 4), i * 6);
        wide[i * 6 + 4 + at] = 1;
      }
      return unitRows({ rows, columns: 6, values: wide });
    };
    const own = { image: flat(6, 0), text: flat(7, 1) };
    const order = (text: Matrix, i: number) =>
      [...Array(20).keys()].sort((a, b) => innerProduct(text, i, own.image, b) - innerProduct(text, i, own.image, a));
    for (const alpha of [-1, -0.3, 2]) {
      const moved = rowMap(orthogonalShift.make({ alpha }), own).apply(own.text, 'text');
      expect([...moved.values]).not.toEqual([...own.text.values]);
      for (let i = 0; i < 20; i += 1) expect(order(moved, i)).toEqual(order(own.text, i));
    }
  });

  it('procrustes finds a rotation again, and changes nothing inside a modality', () => {
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
    const turned = { ...fit.image, values: fit.image.values.slice() };
    for (let i = 0; i < turned.rows; i += 1) {
      const [x, y] = [fit.image.values[i * 6]!, fit.image.values[i * 6 + 3]!];
      turned.values[i * 6] = c * x - s * y;
      turned.values[i * 6 + 3] = s * x + c * y;
    }
    const map = rowMap(procrustes.make({}), { image: fit.image, text: turned });
    const back = map.apply(turned, 'text');
    back.values.forEach((value, at) => expect(value).toBeCloseTo(fit.image.values[at]!, 5));
    const moved = map.apply(scored.text, 'text');
    expect(innerProduct(moved, 0, moved, 1)).toBeCloseTo(innerProduct(scored.text, 0, scored.text, 1), 5);
    const three = { rows: 3, columns: 6, values: fit.text.values.slice(0, 18) };
    expect(() => procrustes.make({}).fit({ image: fit.image, text: three })).toThrow('are no pairs');
  });

  it('standardisation gives the fit rows mean 0 and deviation 1', () => {
    const map = rowMap(standardisation.make({ renormalise: false }));
    const rows = map.apply(fit.image, 'image');
    for (const mean of meanRow(rows)) expect(mean).toBeCloseTo(0, 5);
    expect(rows.values.reduce((sum, value) => sum + value * value, 0) / rows.values.length).toBeCloseTo(1, 4);
  });

  it('shared-subspace says where nothing is common', () => {
    const flat = (at: number) => ({
      rows: 4,
      columns: 4,
      values: Float32Array.from({ length: 16 }, (_, i) => (i % 4 === at + (Math.floor(i / 4) % 2) ? 1 : 0)),
    });
    expect(() => sharedSubspace.make({}).fit({ image: flat(0), text: flat(2) })).toThrow(
      'map "shared-subspace": no direction is common; the largest cosine is 0.0000, below option "overlap" = 0.999',
    );
  });

  it('refuses a row that becomes zero', () => {
    const same = unitRows({ rows: 2, columns: 2, values: Float32Array.of(1, 0, 1, 0) });
    expect(() => rowMap(centring.make({}), { image: same, text: same }).apply(same, 'text')).toThrow(
      'map "centring": row 0 becomes zero and has no direction',
    );
  });
});

describe('score maps', () => {
  it.each(Object.entries(scoreMaps))('%s takes most off the candidate that is everywhere', (_, map) => {
    const hub = { ...scored.image, values: scored.image.values.slice() };
    hub.values.set(unitRows({ rows: 1, columns: 6, values: Float32Array.from(meanRow(fit.text)) }).values, 0);
    const penalties = (map.fit(fit) as ScoreMap).penalties(hub, 'image');
    expect(penalties).toHaveLength(30);
    expect(Math.max(...penalties)).toBe(penalties[0]);
  });

  it('needs as many reference queries as neighbours', () => {
    const map = nearestNeighbourNormalisation.make({}).fit(fit) as ScoreMap;
    expect(() => map.penalties(scored.image, 'image')).toThrow('option "k" = 256, but there are 40 reference queries');
  });
});
