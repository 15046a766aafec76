import { join, resolve } from 'node:path';

/** The folder of golden files: `ALIGNCLIP_GOLDEN`, else `../shared/golden` beside the repository. */
export const goldenFolder = (): string =>
  resolve(process.env['ALIGNCLIP_GOLDEN'] ?? join(__dirname, '../../../shared/golden'));
