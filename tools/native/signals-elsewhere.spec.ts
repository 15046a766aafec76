import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { root, startProgram } from '../testing/run-alignclip';

const helper = (name: string): string => join(__dirname, 'testing', name);

interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
}

/** Trains while a signal comes every two milliseconds. */
function trainUnderSignals(steps: number): Promise<Ending> {
  const args = ['train', helper('small-training.ts'), '--timings', String(steps)];
  const preload = { NODE_OPTIONS: `--require ${JSON.stringify(helper('count-signals.cjs'))}` };
  const child = startProgram(join(root, 'packages/cli/src/main.ts'), args, preload);
  let [output, sending] = ['', undefined as NodeJS.Timeout | undefined];
  const read = (text: Buffer): void => {
    output += text.toString();
    if (output.includes('listening')) sending ??= setInterval(() => child.kill('SIGWINCH'), 2);
  };
  for (const stream of [child.stdout, child.stderr]) stream!.on('data', read);
  return new Promise((resolve) =>
    child.on('close', (code, signal) => {
      clearInterval(sending);
      resolve({ code, signal, output });
    }),
  );
}

describe('signals while TensorFlow computes', () => {
  it('reach their handlers and damage nothing', async () => {
    const { code, signal, output } = await trainUnderSignals(100);
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(output).toContain('means of 100 steps');
    expect(Number(/heard (\d+) signals/.exec(output)?.[1])).toBeGreaterThan(200);
  }, 240_000);

  it('are not blocked in a child process', () => {
    const program = `
      require('node:util').isNullOrUndefined = (value) => value == null;
      require(process.argv[1]);
      console.log(require('node:child_process').execFileSync('grep', ['SigBlk', '/proc/self/status']).toString());`;
    const binding = dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));
    const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '1' };
    const { stdout, status } = spawnSync(process.execPath, ['-e', program, binding], { env, encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toMatch(/SigBlk:\s*0{16}/);
  });
});
