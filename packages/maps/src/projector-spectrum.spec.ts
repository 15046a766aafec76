import { random, type Matrix, type RowMap } from '@alignclip/core';
import { unitRows } from '@alignclip/metrics';
import { filteredProjections, projectorSpectrum } from './projector-spectrum';
import { denseOf, matrixOf } from './rows';

function normals(seed: number, rows: number, columns: number): Matrix {
  const stream = random('projector-spectrum', seed);
  return { rows, columns, values: Float32Array.from({ length: rows * columns }, () => stream.normal()) };
}
const none = { rows: 0, columns: 5, values: new Float32Array(0) };
const fitted = (projections: { image: Matrix; text: Matrix }, top: number, bottom: number): RowMap =>
  projectorSpectrum.make({ top, bottom }).fit({ image: none, text: none, projections }) as RowMap;

describe('projector-spectrum', () => {
  it('keeps everything where nothing is dropped, and refuses to drop everything', () => {
    const [image, text] = [denseOf(normals(8, 6, 4)), denseOf(normals(9, 6, 5))];
    const kept = filteredProjections(image, text, 0, 0);
    expect(kept.image.sub(image.transpose()).norm('frobenius')).toBeLessThan(1e-10);
    expect(kept.singularValues).toHaveLength(4);
    expect(() => filteredProjections(image, text, 2, 2)).toThrow('top 2 and bottom 2 leave none of 4 directions');
  });

  it.each([
    ['as wide as the embeddings', 5, 5],
    ['wider', 9, 8],
    ['narrower', 4, 5],
  ])('does to embeddings what the filtered projections do to features that are %s', (_, image, text) => {
    const projections = { image: normals(1, image, 5), text: normals(2, text, 5) };
    const map = fitted(projections, 1, Math.min(image, text) > 5 ? 4 : 1);
    const { image: forImages, text: forTexts } = filteredProjections(
      denseOf(projections.image).transpose(),
      denseOf(projections.text).transpose(),
      1,
      Math.min(image, text) > 5 ? 4 : 1,
    );
    for (const [modality, filtered] of [
      ['image', forImages],
      ['text', forTexts],
    ] as const) {
      const features = normals(3, 7, projections[modality].rows);
      const rows = unitRows(matrixOf(denseOf(features).mmul(denseOf(projections[modality]))));
      const expected = unitRows(matrixOf(denseOf(features).mmul(filtered)));
      const mapped = map.apply(rows, modality);
      expected.values.forEach((value, at) => expect(mapped.values[at]).toBeCloseTo(value, 4));
      const linear = unitRows(matrixOf(denseOf(rows).mmul(denseOf(map.linear!(modality)))));
      linear.values.forEach((value, at) => expect(mapped.values[at]).toBeCloseTo(value, 4));
    }
  });

  it('says where a model has no projections, and refuses rows of another width', () => {
    expect(() => projectorSpectrum.make({ top: 0, bottom: 0 }).fit({ image: none, text: none })).toThrow(
      'map "projector-spectrum": it reads linear projections of both towers',
    );
    const map = fitted({ image: normals(1, 5, 5), text: normals(2, 5, 5) }, 0, 1);
    expect(() => map.apply(normals(3, 2, 4), 'text')).toThrow('fitted on rows of width 5, applied to 4');
    expect(projectorSpectrum.make({ top: 0, bottom: 1 })).toMatchObject({
      needsProjections: true,
      isWithinModality: true,
    });
  });
});
