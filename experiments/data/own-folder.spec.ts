import { UserError } from 'alignclip';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownFolder } from './own-folder';

const variable = 'ALIGNCLIP_SPEC_FOLDER';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alignclip-own-folder-'));
  writeFileSync(join(folder, 'list.tsv'), '');
  process.env[variable] = folder;
});
afterAll(() => {
  delete process.env['ALIGNCLIP_SPEC_FOLDER'];
  rmSync(folder, { recursive: true });
});

describe('ownFolder', () => {
  it('gives the first file that is there', () => {
    expect(ownFolder(variable, 'my data')('list.csv', 'list.tsv')).toBe(join(folder, 'list.tsv'));
  });

  it('names the variable that is not set, or the files that are not there', () => {
    expect(() => ownFolder('ALIGNCLIP_SPEC_NONE', 'my data')).toThrow('ALIGNCLIP_SPEC_NONE is not set');
    expect(() => ownFolder(variable, 'my data')('a.tar', 'images')).toThrow('a.tar or images of my data is not there');
    expect(() => ownFolder(variable, 'my data')('gone')).toThrow(UserError);
  });
});
