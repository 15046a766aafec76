import { matrixFromRows } from '../matrix/rows';
import { contrastiveLosses } from './contrastive-losses';

describe('contrastiveLosses', () => {
  const image = matrixFromRows([
    [1, 0],
    [0, 1],
  ]);
  const text = matrixFromRows([
    [1, 0],
    [0.6, 0.8],
  ]);

  it('equals the values computed by hand, in both directions', () => {
    const { imageToText, textToImage } = contrastiveLosses(image, text, [2]);
    // cosines: [[1, .6], [0, .8]]
    const log = (right: number, wrong: number) => Math.log(1 + Math.exp(2 * (wrong - right)));
    expect(imageToText[0]).toBeCloseTo((log(1, 0.6) + log(0.8, 0)) / 2, 6);
    expect(textToImage[0]).toBeCloseTo((log(1, 0) + log(0.8, 0.6)) / 2, 6);
  });

  it('is log N at scale 0, and finite at scales where exp overflows', () => {
    const { imageToText } = contrastiveLosses(image, text, [0, 1e6]);
    expect(imageToText[0]).toBeCloseTo(Math.log(2), 10);
    expect(imageToText[1]).toBeCloseTo(0, 10);
  });

  it('refuses unequal row counts', () => {
    expect(() => contrastiveLosses(image, matrixFromRows([[1, 0]]), [1])).toThrow('pairs need equal row counts');
  });
});
