import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const program = pathToFileURL(join(__dirname, 'repository.mjs')).href;
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'alignclip-repository-'));
  for (const name of ['one', 'two']) write(name, { name });
});
afterEach(() => rmSync(root, { recursive: true }));

const file = (name: string): string => join(root, 'packages', name, 'package.json');
function write(name: string, manifest: object): void {
  mkdirSync(join(root, 'packages', name), { recursive: true });
  writeFileSync(file(name), JSON.stringify(manifest));
}

/** What the module's functions say of the packages in `root`, written by a program of its own: it is an ES module. */
function say(call: string): string {
  const code = `import { missingRepository, writeRepository } from ${JSON.stringify(program)};
    const root = ${JSON.stringify(root)};
    try { console.log(String(${call})); } catch (error) { console.log(error.message); }`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  return (stdout + stderr).trim();
}

describe('the address of the repository', () => {
  it('is missed, written into every manifest with its folder, and then found', () => {
    expect(say('missingRepository(root)')).toMatch(/\(no package\): npm run release -- --repository https:/);
    say("writeRepository('https://code.example.org/group/alignclip.git/', root)");
    expect(JSON.parse(readFileSync(file('two'), 'utf8'))).toEqual({
      name: 'two',
      repository: { type: 'git', url: 'git+https://code.example.org/group/alignclip.git', directory: 'packages/two' },
    });
    expect(say('missingRepository(root)')).toBe('undefined');
    write('two', {
      name: 'two',
      repository: { url: 'git+https://code.example.org/other.git', directory: 'packages/two' },
    });
    expect(say('missingRepository(root)')).toContain('(not packages/two)');
  });

  it.each(['', 'git@code.example.org:group/alignclip', 'https://code.example.org', 'http://code.example.org/a/b'])(
    'is refused: "%s"',
    (address) => {
      expect(say(`writeRepository(${JSON.stringify(address)}, root)`)).toBe(
        `repository "${address}": an address such as https://HOST/OWNER/NAME`,
      );
      expect(JSON.parse(readFileSync(file('one'), 'utf8'))).toEqual({ name: 'one' });
    },
  );
});
