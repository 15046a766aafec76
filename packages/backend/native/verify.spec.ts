import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = JSON.stringify(join(__dirname, 'verify.mjs'));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alignclip-verify-'));
  writeFileSync(join(folder, 'a'), 'content');
});
afterEach(() => rmSync(folder, { recursive: true }));

const call = (expression: string): string =>
  execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { damageIn, seal } from ${program}; console.log(String(await ${expression}))`,
      folder,
    ],
    { encoding: 'utf8' },
  ).trim();
const damage = () => call('damageIn(process.argv[1])');

describe('seal, damageIn', () => {
  it('finds what has changed since', () => {
    expect(damage()).toBe('it has no list of checksums');
    call(`seal(process.argv[1], ['a'])`);
    expect(damage()).toBe('undefined');
    writeFileSync(join(folder, 'a'), 'CONTENT');
    expect(damage()).toBe('a does not match its SHA-256');
    truncateSync(join(folder, 'a'), 3);
    expect(damage()).toBe('a has 3 bytes, not 7');
    rmSync(join(folder, 'a'));
    expect(damage()).toBe('a is missing');
  });

  it('compares with hashes that are given, and makes a list that is cut anew', () => {
    const files = `{ a: { bytes: 7, sha256: 'ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73' } }`;
    for (const list of [undefined, '{"a":']) {
      if (list !== undefined) writeFileSync(join(folder, 'verified.json'), list);
      expect(call(`damageIn(process.argv[1], ${files})`)).toBe('undefined');
      expect(JSON.parse(readFileSync(join(folder, 'verified.json'), 'utf8'))).toMatchObject({ a: { bytes: 7 } });
    }
    expect(call(`damageIn(process.argv[1], ${files.replace('ed', 'de')})`)).toBe('a does not match its SHA-256');
  });
});
