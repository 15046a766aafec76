import { UserError } from '@alignclip/core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeRecord } from './native-record';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-native-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const sound = { tensorflow: null, ops: null, encoders: {}, problems: [] };

describe('nativeRecord', () => {
  it('reads what a set-up wrote, and nothing before the first one', () => {
    const path = join(folder, 'native.json');
    expect(nativeRecord(path)).toBeUndefined();
    writeFileSync(path, JSON.stringify(sound));
    expect(nativeRecord(path)).toEqual(sound);
  });

  it.each(['{"tensorflow":', 'null', '[]', '{}', '7', JSON.stringify({ ...sound, problems: [null] })])(
    'names a corrupt one and what writes it anew: %s',
    (text) => {
      const path = join(folder, 'corrupt.json');
      writeFileSync(path, text);
      expect(() => nativeRecord(path)).toThrow(UserError);
      expect(() => nativeRecord(path)).toThrow(`${path} is corrupt`);
    },
  );
});
