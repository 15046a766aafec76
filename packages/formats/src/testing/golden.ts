import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(process.env['ALIGNCLIP_GOLDEN'] ?? join(__dirname, '../../../../tools/golden/fixtures/golden'));

/** A golden file of the repository, or of the set that `ALIGNCLIP_GOLDEN` names, which may lack it. */
export const goldenFile = (name: string): string => join(folder, name);

export const hasGoldenFile = (name: string): boolean => existsSync(goldenFile(name));
