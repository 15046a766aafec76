import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {{ repository?: { type?: string, url?: string, directory?: string } }} Manifest */

const clone = fileURLToPath(new URL('../..', import.meta.url));

/** @param {string} root */
const packages = (root) =>
  readdirSync(join(root, 'packages')).map((name) => {
    const file = join(root, 'packages', name, 'package.json');
    return {
      file,
      directory: `packages/${name}`,
      manifest: /** @type {Manifest} */ (JSON.parse(readFileSync(file, 'utf8'))),
    };
  });

/**
 * What keeps the packages from being published, in a line; undefined where each says in which repository it is.
 * @param {string} [root]
 */
export function missingRepository(root = clone) {
  const found = packages(root);
  const url = found[0]?.manifest.repository?.url;
  const lacking = found.filter(
    ({ directory, manifest: { repository } }) =>
      !repository?.url || repository.url !== url || repository.directory !== directory,
  );
  if (lacking.length === 0) return undefined;
  const names =
    lacking.length === found.length ? 'no package' : `not ${lacking.map(({ directory }) => directory).join(', ')}`;
  return `the address of the repository is not in the manifests (${names}): npm run release -- --repository https://HOST/OWNER/NAME`;
}

/**
 * Writes the address of the repository and the folder in it into each package.json. Throws Error where it isn't https.
 * @param {string} given
 * @param {string} [root]
 */
export function writeRepository(given, root = clone) {
  const address = URL.canParse(given) ? new URL(given) : undefined;
  if (address?.protocol !== 'https:' || address.pathname === '/')
    throw new Error(`repository "${given}": an address such as https://HOST/OWNER/NAME`);
  const url = `git+${address.origin}${address.pathname.replace(/(\.git)?\/*$/, '')}.git`;
  for (const { file, directory, manifest } of packages(root)) {
    const changed = { ...manifest, repository: { type: 'git', url, directory } };
    writeFileSync(file, `${JSON.stringify(changed, null, 2)}\n`);
  }
}
