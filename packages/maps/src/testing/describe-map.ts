import { modalities, UserError, type EmbeddingMap, type Matrix, type Modality } from '@alignclip/core';
import { innerProduct, takeRows, unitRows } from '@alignclip/metrics';
import { cloud, fit, scored } from './made-rows';

/** The contract of a map on embeddings, to be called at the top level of its spec. It is fitted on 40 rows of width 6. */
export function describeMap(name: string, map: EmbeddingMap): void {
  const use = (rows: Matrix, modality: Modality): ArrayLike<number> => {
    const fitted = map.fit(fit);
    return fitted.kind === 'rows' ? fitted.apply(rows, modality).values : fitted.penalties(rows, modality);
  };

  describe(`${name} as a map`, () => {
    it.each(modalities)(
      'gives finite numbers for %s, the same each time, and leaves its input as it was',
      (modality) => {
        const rows = scored[modality];
        const before = [...rows.values];
        const [once, again] = [use(rows, modality), use(rows, modality)];
        expect([...Array.from(once)].every(Number.isFinite)).toBe(true);
        expect(once).toEqual(again);
        expect([...rows.values]).toEqual(before);
      },
    );

    it('is what its matrix says, where it has one', () => {
      const fitted = map.fit(fit);
      if (fitted.kind !== 'rows' || fitted.linear === undefined) return;
      for (const modality of modalities) {
        const mapped = fitted.apply(scored[modality], modality);
        const product = timesMatrix(scored[modality], fitted.linear(modality));
        const expected = map.leavesLengths ? product : unitRows(product);
        expected.values.forEach((value, at) => expect(value).toBeCloseTo(mapped.values[at]!, 5));
      }
    });

    if (map.kind === 'rows')
      it('gives both modalities one width, and unit rows unless it says otherwise', () => {
        const fitted = map.fit(fit);
        if (fitted.kind !== 'rows') throw new Error(`says "rows" and gives "${fitted.kind}"`);
        const [image, text] = [fitted.apply(scored.image, 'image'), fitted.apply(scored.text, 'text')];
        expect([image.rows, text.rows]).toEqual([scored.image.rows, scored.text.rows]);
        expect(image.columns).toBe(text.columns);
        if (map.leavesLengths) return;
        for (const rows of [image, text])
          for (let i = 0; i < rows.rows; i += 1) expect(innerProduct(rows, i, rows, i)).toBeCloseTo(1, 5);
      });
    else
      it('takes a number off each candidate', () => {
        expect(map.fit(fit).kind).toBe('scores');
        for (const modality of modalities) expect(use(scored[modality], modality)).toHaveLength(scored[modality].rows);
      });

    if (!map.isTransductive)
      it.each(modalities)('treats a row of %s alone as in company', (modality) => {
        const rows = scored[modality];
        const together = Array.from(use(rows, modality));
        const width = together.length / rows.rows;
        for (const row of [0, 7])
          expect(Array.from(use(takeRows(rows, [row]), modality))).toEqual(
            together.slice(row * width, (row + 1) * width),
          );
      });

    it('refuses rows of another width, and none to fit on', () => {
      expect(() => use(cloud(5, 3, 4), 'text')).toThrow(UserError);
      expect(() => map.fit({ image: cloud(1, 40, 6), text: cloud(2, 40, 5) })).toThrow(UserError);
      const none = { rows: 0, columns: 6, values: new Float32Array(0) };
      expect(() => map.fit({ image: none, text: none })).toThrow(UserError);
    });
  });
}

/** Rows times a matrix [d, d'], [N, d']. */
function timesMatrix({ rows, columns, values }: Matrix, matrix: Matrix): Matrix {
  const product = new Float32Array(rows * matrix.columns);
  for (let i = 0; i < rows; i += 1)
    for (let k = 0; k < columns; k += 1)
      for (let j = 0; j < matrix.columns; j += 1)
        product[i * matrix.columns + j]! += values[i * columns + k]! * matrix.values[k * matrix.columns + j]!;
  return { rows, columns: matrix.columns, values: product };
}
