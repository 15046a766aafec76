import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeHalfWritten } from './remove-half-written';

describe('removeHalfWritten', () => {
  it("removes a file's temporary files, not the file and not those of another", () => {
    const folder = mkdtempSync(join(tmpdir(), 'half-'));
    try {
      for (const name of ['a.json', '.a.json.1234.tmp', '.a.json.5678.tmp', '.b.json.1234.tmp', '.a.json.lock'])
        writeFileSync(join(folder, name), '');
      removeHalfWritten(join(folder, 'a.json'));
      expect(readdirSync(folder).sort()).toEqual(['.a.json.lock', '.b.json.1234.tmp', 'a.json']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has nothing to do where there is no folder', () => {
    expect(() => removeHalfWritten(join(tmpdir(), 'no-such-folder-at-all', 'a.json'))).not.toThrow();
  });
});
