import { sharedSubspace } from './shared-subspace';
import { describeMap, rowMap } from './testing';

describeMap('shared-subspace', sharedSubspace.make({ overlap: 0.5 }));

describe('shared-subspace', () => {
  it('is a matrix, so that export can fold it into the projection', () =>
    expect(rowMap(sharedSubspace.make({ overlap: 0.5 })).linear).toBeDefined());

  it('says where nothing is common', () => {
    const flat = (at: number) => ({
      rows: 4,
      columns: 4,
      values: Float32Array.from({ length: 16 }, (_, i) => (i % 4 === at + (Math.floor(i / 4) % 2) ? 1 : 0)),
    });
    expect(() => sharedSubspace.make({}).fit({ image: flat(0), text: flat(2) })).toThrow(
      'map "shared-subspace": no direction is common; the largest cosine is 0.0000, below option "overlap" = 0.999',
    );
  });
});
