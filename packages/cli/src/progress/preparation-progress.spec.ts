import { printed } from '../testing/run-bin';
import { preparationProgress } from './preparation-progress';

describe('preparationProgress', () => {
  it('writes a line at the end of each preparation where stdout is no terminal', async () => {
    const lines = await printed(() => {
      const { report, stop } = preparationProgress();
      for (const done of [1, 2, 3]) report('captions embedded', done, 3);
      report('images drawn', 1, 2);
      stop();
    });
    expect(lines).toEqual(['captions embedded: 3 ready']);
  });
});
