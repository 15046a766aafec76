import { sphereMap } from './sphere-map';
import { createFigure, describeFigure } from './testing/describe-figure';
import { madeRecord } from './testing/made-records';

describeFigure(sphereMap, { spec: sphereMap(), texts: ['image', 'text', 'AlignCLIP'], isStyled: false });

describe('sphereMap', () => {
  it('gives places on the sphere in degrees', () => {
    const sphere = { image: [[0, 0, 2], [0, 1, 0]], text: [[-1, 0, 0], [1, 0, 1]] }; // prettier-ignore
    const { spec } = createFigure(sphereMap, sphereMap()).draw([
      madeRecord('A', 0, {}, { details: { projection: { test: { sphere } } } }),
    ]);
    const [plot] = spec!['concat'] as { layer: { data: { values: unknown[] } }[] }[];
    expect(plot!.layer[2]!.data.values).toEqual([
      { modality: 'image', longitude: 0, latitude: 90 },
      { modality: 'image', longitude: 90, latitude: 0 },
      { modality: 'text', longitude: 180, latitude: 0 },
      { modality: 'text', longitude: 0, latitude: 45 },
    ]);
  });
});
