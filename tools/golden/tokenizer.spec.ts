import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkTokenizer } from './tokenizer';

const folder = process.env['ALIGNCLIP_GOLDEN'] ?? join(__dirname, '../../../shared/golden');
const isThere = existsSync(join(folder, 'tokenizer.json'));
if (!isThere) console.warn(`golden tokenizer skipped: no tokenizer.json in ${folder} (ALIGNCLIP_GOLDEN moves it)`);

(isThere ? describe : describe.skip)('checkTokenizer', () => {
  it('finds every caption cleaned, encoded, truncated and decoded as by the original', () => {
    const report = checkTokenizer(folder);
    expect(report.failures).toEqual([]);
    expect(report.checks).toBeGreaterThan(3);
  });
});
