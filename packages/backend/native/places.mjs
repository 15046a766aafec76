import { resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const [project, ...below] = here.split(`${sep}node_modules${sep}`);

/** Whether npm has installed this package in a project; otherwise it is part of a clone of the repository. */
export const isInstalled = below.length > 0;

/** The project in whose node_modules this package is, or the clone. */
export const projectRoot = isInstalled ? /** @type {string} */ (project) : resolve(here, '../../..');

/** The command that a user types to run the set-up. */
export const setUpCommand = isInstalled ? 'npx alignclip setup' : 'npm run setup';

/** The same with options, as npm and npx take them. */
export const setUpUsage = isInstalled ? setUpCommand : `${setUpCommand} --`;
