import { printed } from '../testing/run-bin';
import { stepProgress } from './step-progress';

describe('stepProgress', () => {
  it('writes plain lines where stdout is no terminal', async () => {
    const lines = await printed(() => {
      const progress = stepProgress('CLIP · seed 0');
      for (const step of [1, 2, 3]) progress.show({ step, steps: 3, losses: { L: 4 / step, L_CLIP: 9 } });
      progress.stop();
    });
    expect(lines[0]).toBe('CLIP · seed 0: step 1/3 · loss 4.000');
    expect(lines[1]).toMatch(/^CLIP · seed 0: step 3\/3 · loss 1\.333/);
    expect(lines).toHaveLength(2);
  });
});
