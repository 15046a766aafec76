import type { ImageEncoder } from '@alignclip/core';
import { centerCrop } from './center-crop';
import { noAugmentation } from './no-augmentation';

describe('noAugmentation', () => {
  it("is the run's evaluation transform, which is deterministic", () => {
    const transform = centerCrop.make({}, { size: 8 } as ImageEncoder);
    expect(noAugmentation.make({}, transform)).toBe(transform);
    expect(transform.deterministic).toBe(true);
  });

  it('takes no options', () => {
    // @ts-expect-error -- there is no such option
    expect(() => noAugmentation({ scale: 1 })).toThrow('unknown option "scale"');
  });
});
