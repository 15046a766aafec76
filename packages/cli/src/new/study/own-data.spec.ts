import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownData } from './own-data';

describe('ownData', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'own-data-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads the list in the folder, and draws shapes where there is none', () => {
    expect(ownData(folder).type).toBe('shapes');
    writeFileSync(join(folder, 'captions.csv'), 'image,caption,split\n');
    expect(ownData(folder)).toMatchObject({ type: 'csv', options: { images: folder } });
  });

  it('does not overlook the list of the study from a folder below', () => {
    const before = process.cwd();
    mkdirSync(join(folder, 'data'));
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'data/captions.csv'), 'image,caption,split\n');
    try {
      process.chdir(join(folder, 'src'));
      expect(() => ownData()).toThrow(`data/captions.csv is in ${realpathSync(folder)}: run alignclip there`);
    } finally {
      process.chdir(before);
    }
  });
});
