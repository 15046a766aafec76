import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtFromHere } from './add-on';
import { nativeRecord } from './native-record';
import { hashOfOpsSources } from './ops-sources';

const sound = { tensorflow: null, encoders: {}, problems: [], ops: '/cache/alignclip-ops.node' };

describe('builtFromHere', () => {
  it('gives the add-on of the sources that are here, and refuses one of others', () => {
    expect(builtFromHere({ ...sound, opsSources: 'a' }, 'a')).toBe(sound.ops);
    expect(() => builtFromHere({ ...sound, opsSources: 'b' }, 'a')).toThrow(
      'the C++ of our operations has changed since the set-up: run `npm run setup`',
    );
  });

  it('asks nothing where there is no add-on, no record of an older set-up, and no source', () => {
    expect(builtFromHere({ ...sound, ops: null, opsSources: 'b' }, 'a')).toBeNull();
    expect(builtFromHere(sound, 'a')).toBe(sound.ops);
    expect(builtFromHere({ ...sound, opsSources: 'b' }, undefined)).toBe(sound.ops);
    expect(builtFromHere(undefined, 'a')).toBeUndefined();
  });
});

describe('hashOfOpsSources', () => {
  it('is the hash that the set-up computes and records', () => {
    const program = `import('${join(__dirname, '../native/build-ops.mjs')}').then((all) => console.log(all.hashOfSources()))`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
    expect({ hash: stdout.trim(), stderr }).toEqual({ hash: hashOfOpsSources(), stderr: '' });
    expect([undefined, hashOfOpsSources()]).toContain(nativeRecord()?.opsSources);
  });

  it('changes with each source, and is missing without any', () => {
    const folder = mkdtempSync(join(tmpdir(), 'alignclip-ops-'));
    expect(hashOfOpsSources(folder)).toBeUndefined();
    writeFileSync(join(folder, 'a.cc'), 'int a;');
    const before = hashOfOpsSources(folder);
    writeFileSync(join(folder, 'a.cc'), 'int b;');
    expect(hashOfOpsSources(folder)).not.toBe(before);
    rmSync(folder, { recursive: true });
    expect(hashOfOpsSources(folder)).toBeUndefined();
  });
});
