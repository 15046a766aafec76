import { runBin } from './testing/run-bin';
import { workspaceRoot } from './testing/scratch-folder';

describe('alignclip', () => {
  it('lists components', async () => {
    const { code, stdout, stderr } = await runBin(['list', 'components'], workspaceRoot);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('\n  clip  { symbol, weight, temperature }\n');
  });

  it('ends with exit code 1 and a line that names the near miss, without a stack', async () => {
    const { code, stdout, stderr } = await runBin(['ablate', 'experiments/quikstart.ts', '--dry-run'], workspaceRoot);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim()).toBe(
      'error: experiment file "experiments/quikstart.ts": no such file; did you mean "experiments/quickstart.ts"?',
    );
  });
});
