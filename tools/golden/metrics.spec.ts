import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkMetrics } from './metrics';

const folder = resolve(process.env['ALIGNCLIP_GOLDEN'] ?? join(__dirname, '../../../shared/golden'));
const here = existsSync(join(folder, 'metrics.json'));

describe('checkMetrics', () => {
  (here ? it : it.skip)(`finds every number of ${folder} (skipped where that folder is absent)`, async () => {
    const report = await checkMetrics(folder);
    expect(report.failures).toEqual([]);
    expect(report.checks).toBeGreaterThan(100);
    expect(report.worst).toBeLessThanOrEqual(1);
  });
});
