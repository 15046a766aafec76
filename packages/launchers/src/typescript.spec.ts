import { itWhere } from '@alignclip/core/testing';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const hook = join(__dirname, '../bin/typescript.cjs');
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-typescript-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const cache = () => join(folder, 'cache');
const environment = () => ({ ...process.env, ALIGNCLIP_COMPILED: cache(), NODE_OPTIONS: '' });
const compiledFiles = () => readdirSync(cache()).filter((name) => name !== 'v8');

function program(code: string): string {
  const file = join(folder, 'program.ts');
  writeFileSync(file, code);
  return file;
}

const run = (file: string) => spawnSync(process.execPath, ['-r', hook, file], { env: environment(), encoding: 'utf8' });

const hello = `
interface Greeting { readonly name: string }
const greeting: Greeting = { name: 'you' };
const compilers = Object.keys(require.cache).filter((file) => /swc.core.index/.test(file));
console.log('hello ' + greeting.name, compilers.length);
`;

describe('the TypeScript hook', () => {
  it('compiles a file once', () => {
    const file = program(hello);
    expect(run(file).stdout).toBe('hello you 1\n');
    expect(run(file).stdout).toBe('hello you 0\n');
    expect(compiledFiles()).toHaveLength(1);
    program(hello.replace("'you'", "'all of you'"));
    expect(run(file).stdout).toBe('hello all of you 1\n');
  });

  it('names the lines of the source in stacks, compiled now or before', () => {
    const file = program(
      'interface A {\n  x: number;\n}\n// nothing\nconst a: A = { x: 1 };\nthrow new Error(`x ${a.x}`);\n',
    );
    for (const { stderr } of [run(file), run(file)])
      expect(stderr).toMatch(`Error: x 1\n    at Object.<anonymous> (${file}:6:7)`);
  });

  it('compiles again what is corrupt in the cache', () => {
    const file = program(hello);
    run(file);
    const compiled = join(cache(), compiledFiles()[0]!);
    const whole = readFileSync(compiled, 'utf8');
    for (const corrupt of [whole.replace('hello', 'hallo'), whole.slice(0, -9), '']) {
      writeFileSync(compiled, corrupt);
      expect(run(file).stdout).toBe('hello you 1\n');
      expect(readFileSync(compiled, 'utf8')).toBe(whole);
    }
  });

  it('runs where the cache can not be written', () => {
    writeFileSync(cache(), 'a file');
    expect(run(program(hello)).stdout).toBe('hello you 1\n');
  });

  itWhere(process.platform === 'linux', '/proc is of Linux', 'runs where no folder can be made', () => {
    const file = program(hello);
    const env = { ...environment(), ALIGNCLIP_COMPILED: '/proc/nowhere' };
    const options = { env, encoding: 'utf8', timeout: 60_000 } as const;
    expect(spawnSync(process.execPath, ['-r', hook, file], options).stdout).toBe('hello you 1\n');
  });

  itWhere(
    process.platform === 'linux',
    'ulimit is of POSIX shells',
    'leaves nothing half-written of a file that is too large, and goes on',
    () => {
      const file = program(`${hello}// ${'x'.repeat(9000)}`);
      const limited = 'ulimit -f 2; exec "$0" -r "$1" "$2"';
      const ran = spawnSync('bash', ['-c', limited, process.execPath, hook, file], {
        env: environment(),
        encoding: 'utf8',
      });
      expect([ran.stdout, ran.signal, compiledFiles()]).toEqual(['hello you 1\n', null, []]);
      const writing = program(`require('fs').writeFileSync('${join(folder, 'large')}', 'x'.repeat(9000));`);
      const failed = spawnSync('bash', ['-c', limited, process.execPath, hook, writing], {
        env: environment(),
        encoding: 'utf8',
      });
      expect([failed.status, failed.signal, failed.stderr]).toEqual([1, null, expect.stringContaining('EFBIG')]);
    },
  );

  it('serves processes that start together', async () => {
    const file = program(hello);
    mkdirSync(cache());
    const outputs = Array.from({ length: 4 }, () => {
      const child = spawn(process.execPath, ['-r', hook, file], { env: environment() });
      let text = '';
      child.stdout.on('data', (part: Buffer) => (text += part.toString()));
      return new Promise((done) => child.on('close', () => done(text)));
    });
    for (const output of await Promise.all(outputs)) expect(output).toMatch(/^hello you/);
    expect(compiledFiles()).toHaveLength(1);
  });
});
