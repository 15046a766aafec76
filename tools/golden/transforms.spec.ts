import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkTransforms } from './transforms';

const folder = resolve(process.env['ALIGNCLIP_GOLDEN'] ?? join(__dirname, '../../../shared/golden'));
const here = existsSync(join(folder, 'transforms.safetensors'));

describe('checkTransforms', () => {
  (here ? it : it.skip)(`finds every image of ${folder} equal (skipped where that folder is absent)`, async () => {
    const report = await checkTransforms(folder);
    expect(report.failures).toEqual([]);
    expect(report.checks).toBeGreaterThan(0);
    expect(report.worst).toBe(0);
  });
});
