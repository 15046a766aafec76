import { readFileSync } from 'node:fs';

/** Versions, sizes and SHA-256 of everything that the set-up downloads beside npm's packages. */
export const pinned = JSON.parse(readFileSync(new URL('./pinned.json', import.meta.url), 'utf8'));
