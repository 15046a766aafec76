import { readFileSync } from 'node:fs';
import { join } from 'node:path';

describe('the published models', () => {
  it('knows the hashes of what the set-up downloads', () => {
    const pinned = readFileSync(join(__dirname, '../../../backend/native/pinned.json'), 'utf8');
    const source = readFileSync(join(__dirname, 'model-folder.ts'), 'utf8');
    const hashes = source.match(/\b[0-9a-f]{64}\b/g) ?? [];
    expect(hashes).toHaveLength(6);
    for (const hash of hashes) expect(pinned).toContain(hash);
  });
});
