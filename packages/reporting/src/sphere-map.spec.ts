import { sphereMap } from './sphere-map';
import { describeFigure } from './testing/describe-figure';
import { madeRecord } from './testing/made-records';

describeFigure(sphereMap.type, sphereMap.make({}), { texts: ['image', 'text', 'AlignCLIP'], isStyled: false });

describe('sphereMap', () => {
  it('gives places on the sphere in degrees', () => {
    const north = [0, 0, 2];
    const east = [0, 1, 0];
    const west = [-1, 0, 0];
    const sphere = { image: [north, east], text: [west, [1, 0, 1]] };
    const { spec } = sphereMap
      .make({})
      .draw([madeRecord('A', 0, {}, { details: { projection: { test: { sphere } } } })]);
    const [plot] = spec!['concat'] as { layer: { data: { values: unknown[] } }[] }[];
    expect(plot!.layer[2]!.data.values).toEqual([
      { modality: 'image', longitude: 0, latitude: 90 },
      { modality: 'image', longitude: 90, latitude: 0 },
      { modality: 'text', longitude: 180, latitude: 0 },
      { modality: 'text', longitude: 0, latitude: 45 },
    ]);
  });
});
