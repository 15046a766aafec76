/** Packs every package of the repository into tarballs/, which holds nothing else. */
const { spawnSync } = require('node:child_process');
const { mkdirSync, readdirSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '../..');
const target = join(root, 'tarballs');
rmSync(target, { recursive: true, force: true });
mkdirSync(target);
const packages = readdirSync(join(root, 'packages')).map((name) => `./packages/${name}`);
const args = ['pack', '--silent', '--pack-destination', target, ...packages];
const { status, error } = spawnSync('npm', args, { cwd: root, stdio: 'inherit' });
if (error) throw error;
process.exitCode = status ?? 1;
