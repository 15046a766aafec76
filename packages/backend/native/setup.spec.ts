import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { itWhere } from '@alignclip/core/testing';

const setup = join(__dirname, 'setup.mjs');
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-setup-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Sets up an empty clone with an empty cache; PATH holds nothing but the named commands. */
function run(commands: Record<string, string> = {}, args: string[] = []): { status: number | null; output: string } {
  const [bin, root] = [join(folder, 'bin'), join(folder, 'clone')];
  mkdirSync(bin, { recursive: true });
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  for (const [name, text] of Object.entries(commands)) writeFileSync(join(bin, name), text, { mode: 0o755 });
  const env = { PATH: bin, HOME: folder, ALIGNCLIP_CACHE: join(folder, 'cache') };
  const { status, stdout, stderr } = spawnSync(process.execPath, [setup, '--root', root, '--cpu', ...args], {
    env,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

const record = (): { tensorflow: unknown; ops: unknown; encoders: object; problems: Record<string, string>[] } =>
  JSON.parse(readFileSync(join(folder, 'clone/node_modules/.alignclip/native.json'), 'utf8'));

describe('setup', () => {
  it('ends well without Python, and says in a line why, what follows and what to do', () => {
    const { status, output } = run();
    expect(status).toBe(0);
    const lines = output.split('\n').filter((line) => line.includes('native TensorFlow'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/Python 3 was not found\. So training runs in WebAssembly.*To fix: install Python 3/);
    expect(output).toContain('ready: WebAssembly');
    expect(record()).toMatchObject({ tensorflow: null, ops: null, encoders: { minilm: null, lite0: null } });
    expect(record().problems.map(({ part }) => part)).toEqual([
      'native TensorFlow',
      'sentence encoder minilm',
      'image encoder lite0',
    ]);
  });

  it('ends well with a Python that has no pip', () => {
    const python = '#!/bin/sh\n[ "$1" = -c ] && echo 3\n';
    expect(run({ python3: python.replace(' && echo 3', ' && echo 3 && exit 0') + 'exit 1\n' }).status).toBe(0);
    expect(record().problems[0]!['reason']).toBe('python3 has no pip');
  });

  it('ends well when pip can’t download, and leaves no half of it behind', () => {
    const python =
      '#!/bin/sh\n[ "$1" = -c ] && echo 3 && exit 0\n[ "$3" = --version ] && exit 0\necho "ERROR: no route" >&2\nexit 1\n';
    const { status } = run({ python3: python });
    expect(status).toBe(0);
    expect(record().problems[0]!['reason']).toMatch(/pip could not download tensorflow-cpu .*: ERROR: no route/);
    expect(readdirSync(join(folder, 'cache', 'tensorflow'))).toEqual([]);
    expect(existsSync(join(folder, 'cache', 'setup.lock'))).toBe(false);
  });

  it('takes over the lock of a set-up that was killed', () => {
    mkdirSync(join(folder, 'cache'));
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const host = spawnSync(process.execPath, ['-p', 'os.hostname()'], { encoding: 'utf8' }).stdout.trim();
    writeFileSync(join(folder, 'cache', 'setup.lock'), JSON.stringify({ pid, host }));
    expect(run().status).toBe(0);
  });

  it('waits for what a killed set-up has left behind, and says for whom', async () => {
    mkdirSync(join(folder, 'clone', 'node_modules'), { recursive: true });
    writeFileSync(
      join(folder, 'clone/package-lock.json'),
      JSON.stringify({ packages: { '': {}, 'node_modules/a': {} } }),
    );
    mkdirSync(join(folder, 'bin'), { recursive: true });
    const gate = join(folder, 'gate');
    const npm = `#!/bin/sh\necho $$ > ${folder}/npm-pid\nwhile [ ! -e ${gate} ]; do /bin/sleep 0.05; done\n`;
    writeFileSync(join(folder, 'bin/npm'), npm, { mode: 0o755 });
    const env = { PATH: join(folder, 'bin'), HOME: folder, ALIGNCLIP_CACHE: join(folder, 'cache') };
    const start = () => spawn(process.execPath, [setup, '--root', join(folder, 'clone'), '--cpu'], { env });
    const first = start();
    const lock = join(folder, 'cache/setup.lock');
    while (!existsSync(lock) || !readFileSync(lock, 'utf8').includes('children')) await wait(20);
    while (!existsSync(join(folder, 'npm-pid'))) await wait(20);
    first.kill('SIGKILL');
    await once(first, 'exit');
    const second = start();
    let output = '';
    second.stdout.on('data', (part) => (output += String(part)));
    while (!output.includes('waiting')) await once(second.stdout, 'data');
    const pid = readFileSync(join(folder, 'npm-pid'), 'utf8').trim();
    expect(output).toMatch(
      new RegExp(
        `waiting for another set-up \\(process ${pid}, left by a set-up that was killed, for \\d+ s; it holds`,
      ),
    );
    writeFileSync(gate, '');
    expect((await once(second, 'exit'))[0]).toBe(0);
  });

  it('ends what it has started where it is stopped', async () => {
    mkdirSync(join(folder, 'bin'), { recursive: true });
    mkdirSync(join(folder, 'clone', 'node_modules'), { recursive: true });
    writeFileSync(
      join(folder, 'clone/package-lock.json'),
      JSON.stringify({ packages: { '': {}, 'node_modules/a': {} } }),
    );
    writeFileSync(join(folder, 'bin/npm'), `#!/bin/sh\necho $$ > ${folder}/npm-pid\nexec /bin/sleep 600\n`, {
      mode: 0o755,
    });
    const env = { PATH: join(folder, 'bin'), HOME: folder, ALIGNCLIP_CACHE: join(folder, 'cache') };
    const child = spawn(process.execPath, [setup, '--root', join(folder, 'clone'), '--cpu'], { env });
    while (!existsSync(join(folder, 'npm-pid'))) await wait(20);
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(143);
    expect(() => process.kill(Number(readFileSync(join(folder, 'npm-pid'), 'utf8')), 0)).toThrow('ESRCH');
    expect(existsSync(join(folder, 'cache', 'setup.lock'))).toBe(false);
  });

  it('says in a line that its cache is below a file', () => {
    writeFileSync(join(folder, 'cache'), '');
    const { status, output } = run();
    expect(status).toBe(1);
    expect(output).toMatch(/^setup: E[A-Z]+: .*cache.*\n$/);
  });

  it('explains a wrong option', () => {
    const { status, output } = run({}, ['--teacher', 'bert']);
    expect(status).toBe(1);
    expect(output).toContain('--teacher bert: known are minilm and mpnet');
  });
});

describe('installDependencies', () => {
  const packageLock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    },
  };

  function clone(installed: object): void {
    mkdirSync(join(folder, 'clone/node_modules'), { recursive: true });
    writeFileSync(join(folder, 'clone/package-lock.json'), JSON.stringify(packageLock));
    writeFileSync(join(folder, 'clone/node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
  }

  /** An npm that leaves a file behind when it is called. */
  const npm = (): Record<string, string> => ({ npm: `#!/bin/sh\necho "$@" > ${join(folder, 'npm-called')}\n` });
  const called = (): string | undefined =>
    existsSync(join(folder, 'npm-called')) ? readFileSync(join(folder, 'npm-called'), 'utf8') : undefined;

  it('leaves an installation alone that is as locked', () => {
    clone({ 'node_modules/a': { version: '1.0.0' } });
    expect(run(npm()).status).toBe(0);
    expect(called()).toBeUndefined();
  });

  it('installs with scripts off when a version differs, and not again after that', () => {
    clone({ 'node_modules/a': { version: '0.9.0' } });
    run(npm());
    expect(called()).toMatch(/^ci --ignore-scripts/);
    rmSync(join(folder, 'npm-called'));
    run(npm());
    expect(called()).toBeUndefined();
  });
});

describe('unpack.py', () => {
  const python = spawnSync('python3', ['--version']).status === 0;

  itWhere(python, 'no python3', 'unpacks what is kept, and nothing outside its folder', () => {
    const wheel = join(folder, 'x.whl');
    const make = `import zipfile\nz = zipfile.ZipFile('${wheel}', 'w')\n[z.writestr(n, n) for n in ('keep/a', 'drop/b', 'keep/../../evil')]\nz.close()`;
    expect(spawnSync('python3', ['-c', make]).status).toBe(0);
    const out = join(folder, 'inner', 'out');
    mkdirSync(out, { recursive: true });
    expect(spawnSync('python3', [join(__dirname, 'unpack.py'), wheel, out, 'keep/']).status).toBe(0);
    expect(existsSync(join(out, 'keep/a'))).toBe(true);
    expect(existsSync(join(out, 'drop'))).toBe(false);
    expect(existsSync(join(folder, 'evil')) || existsSync(join(folder, 'inner', 'evil'))).toBe(false);
  });
});
