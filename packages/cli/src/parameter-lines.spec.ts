import type { RunRecord } from '@alignclip/core';
import { parameterLines } from './parameter-lines';

describe('parameterLines', () => {
  it('gives one line a variant, whatever number of seeds it has', () => {
    const record = (variant: string, shared: number) =>
      ({ variant, parameters: { total: 1234567, shared, image: 200, text: 300 } }) as RunRecord;
    expect(parameterLines([record('CLIP', 0), record('CLIP', 0), record('SharedCLIP', 1000)])).toEqual([
      "CLIP: 1,234,567 parameters, 0 shared by both towers, 200 of the image tower's own, 300 of the text tower's own",
      "SharedCLIP: 1,234,567 parameters, 1,000 shared by both towers, 200 of the image tower's own, 300 of the text tower's own",
    ]);
  });
});
