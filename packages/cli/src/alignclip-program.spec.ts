import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const runWorker = JSON.stringify(join(__dirname, '../bin/run-worker.cjs'));

interface WorkerEnvironment {
  workerEnvironment(environment: NodeJS.ProcessEnv, folders?: string[]): NodeJS.ProcessEnv;
}
const { workerEnvironment } = jest.requireActual<WorkerEnvironment>('../bin/run-worker.cjs');

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-bin-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts a worker of that source from another folder; `heard` resolves when it has printed a line. */
function start(
  source: string,
  args: string[] = [],
): { child: ChildProcess; output: () => string; heard: Promise<unknown> } {
  const program = join(folder, `program-${source.length}.ts`);
  writeFileSync(program, source);
  const call = `require(${runWorker}).runWorker(process.argv[1], process.argv.slice(2))`;
  const child = spawn(process.execPath, ['-e', call, program, ...args], {
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  return { child, output: () => text, heard: once(child.stdout, 'data') };
}

describe('runWorker', () => {
  it('runs TypeScript with its arguments, and passes the exit code through', async () => {
    const { child, output } = start('const wanted: string = process.argv[2]!; console.log(wanted); process.exit(7);', [
      '--x',
    ]);
    expect((await once(child, 'close'))[0]).toBe(7);
    expect(output().trim()).toBe('--x');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('passes %s on once and waits for the worker', async (signal) => {
    const source = `const stop: number = setInterval(() => {}, 1000) as unknown as number;
      process.on('${signal}', () => { console.log('heard'); setTimeout(() => process.exit(5), 300); });
      console.log('ready', stop);`;
    const { child, output, heard } = start(source);
    await heard;
    child.kill(signal);
    expect((await once(child, 'close'))[0]).toBe(5);
    expect(output().match(/heard/g)).toHaveLength(1);
  });

  it('ends the worker when it is killed itself', async () => {
    const { child, heard } = start(`console.log('ready'); setInterval(() => {}, 1000);`);
    await heard;
    child.kill('SIGKILL');
    expect((await once(child, 'close'))[1]).toBe('SIGKILL'); // the worker holds the pipe: its end closes it
  });
});

describe('workerEnvironment', () => {
  it('keeps what the user has set', () => {
    const { LD_PRELOAD, TF_CPP_MIN_LOG_LEVEL } = workerEnvironment({
      LD_PRELOAD: '/mine.so',
      TF_CPP_MIN_LOG_LEVEL: '0',
    });
    expect([LD_PRELOAD, TF_CPP_MIN_LOG_LEVEL]).toEqual(['/mine.so', '0']);
  });

  it('preloads an allocator where there is one', () => {
    const file = join(folder, 'libtcmalloc_minimal.so.4');
    writeFileSync(file, '');
    expect(workerEnvironment({}, [folder])['LD_PRELOAD']).toBe(process.platform === 'linux' ? file : undefined);
    expect(workerEnvironment({}, [])).not.toHaveProperty('LD_PRELOAD');
  });
});
