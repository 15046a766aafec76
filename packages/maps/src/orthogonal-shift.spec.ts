import type { Matrix } from '@alignclip/core';
import { innerProduct, unitRows } from '@alignclip/metrics';
import { orthogonalShift } from './orthogonal-shift';
import { cloud, describeMap, rowMap } from './testing';
import { fit } from './testing/made-rows';

describeMap('orthogonal-shift', orthogonalShift.make({ components: 2 }));

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

describe('orthogonal-shift that has nothing to move along', () => {
  const said = (options: Parameters<typeof orthogonalShift.make>[0], own = fit): string | undefined =>
    rowMap(orthogonalShift.make(options), own).note;

  it('says so in one line', () => {
    expect(said({})).toBe(
      'changes nothing: all of the gap lies in the 6 of 6 directions in which the images that it is fitted on spread; its option components leaves some of it below 6',
    );
    expect(said({ moved: 'image' })).toContain('in which the texts that it is fitted on spread');
    expect(said({}, { image: fit.image, text: fit.image })).toContain('has no gap between the means');
  });

  it('says nothing where it moves', () => expect(said({ components: 2 })).toBeUndefined());
});
