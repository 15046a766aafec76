import { cacheFolder } from '@alignclip/backend';
import { spawnSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** One finding about this machine or clone. A problem keeps training from running; a warning makes it slower or lesser. */
export interface Check {
  name: string;
  status: 'ok' | 'warning' | 'problem';
  detail: string;
  /** What mends it. */
  remedy?: string;
}

export const ok = (name: string, detail: string): Check => ({ name, status: 'ok', detail });

export const warning = (name: string, detail: string, remedy: string): Check => ({
  name,
  status: 'warning',
  detail,
  remedy,
});

export const problem = (name: string, detail: string, remedy: string): Check => ({
  name,
  status: 'problem',
  detail,
  remedy,
});

/** The oldest Node whose `require` reads ES modules. */
const oldest = [20, 19] as const;

export function checkNode(version: string = process.versions.node): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  const needed = oldest.join('.');
  return enough
    ? ok('Node', version)
    : problem('Node', `${version} is older than ${needed}`, `install Node ${needed} or newer`);
}

const datasets = createRequire(require.resolve('@alignclip/datasets'));

/** The npm packages with the images and captions of the embedded data set: what `@alignclip/datasets` depends on. */
export function dataPackages(): string[] {
  const { dependencies } = datasets('../package.json') as { dependencies: Record<string, string> };
  return Object.keys(dependencies).filter((name) => /emoji|openmoji/.test(name));
}

/** Whether the packages of the embedded data are installed where the data sets look for them. */
export function checkPackages(names: readonly string[] = dataPackages()): Check {
  const missing = names.filter((name) => !resolves(`${name}/package.json`));
  return missing.length === 0
    ? ok('data packages', `${names.length} installed`)
    : problem('data packages', `missing: ${missing.join(', ')}`, 'run `npm ci`');
}

function resolves(request: string): boolean {
  try {
    datasets.resolve(request);
    return true;
  } catch {
    return false;
  }
}

/** The first line that a command prints, undefined when it fails or isn't there. */
function firstLine(command: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout.split('\n')[0]!.trim() : undefined;
}

/** What the set-up needs beside Node: Python, pip, a C++ compiler. They aren't needed once it has run. */
export function checkTools(): Check[] {
  const python = firstLine('python3', ['--version']);
  const pip = firstLine('python3', ['-m', 'pip', '--version'])?.split(' from ')[0];
  const compiler = firstLine(process.env['CXX'] ?? 'c++', ['--version']);
  return [
    python ? ok('Python', python) : warning('Python', 'not found', 'apt install python3, if the set-up asks for it'),
    pip ? ok('pip', pip) : warning('pip', 'not found', 'apt install python3-pip, if the set-up asks for it'),
    compiler
      ? ok('C++ compiler', compiler)
      : warning('C++ compiler', 'not found', 'apt install g++, if the set-up asks for it'),
  ];
}

const existing = (folder: string): string => (existsSync(folder) ? folder : existing(dirname(folder)));

/** Free disk of a folder, or of the nearest one above it that exists. */
export function freeGigabytes(folder: string): number {
  const { bavail, bsize } = statfsSync(existing(folder));
  return (bavail * bsize) / 1e9;
}

/** Whether records and checkpoints (working folder) and downloads (cache) have room. */
export function checkDisk(free: (folder: string) => number = freeGigabytes): Check[] {
  return [
    room('disk for runs', process.cwd(), free, { little: 5, none: 0.5 }),
    room('disk for the cache', cacheFolder(), free, { little: 2, none: 0.1 }),
  ];
}

function room(
  name: string,
  folder: string,
  free: (folder: string) => number,
  { little, none }: { little: number; none: number },
): Check {
  const gigabytes = free(folder);
  const detail = `${gigabytes.toFixed(1)} GB free in ${folder}`;
  const remedy = name.includes('cache') ? 'free some, or move the cache with ALIGNCLIP_CACHE' : 'free some';
  if (gigabytes < none) return problem(name, detail, remedy);
  return gigabytes < little ? warning(name, detail, remedy) : ok(name, detail);
}

const files = ['model.safetensors', 'tokenizer.json', 'config.json'];

const encoders = [
  { name: 'all-MiniLM-L6-v2', remedy: 'run `npm run setup`; till then the bag-of-words teacher stands in for it' },
  { name: 'all-mpnet-base-v2', remedy: 'run `npm run setup -- --mpnet` for the profiles that use the paper’s teacher' },
];

/** The sentence encoders of the teachers, in the cache. */
export function checkEncoders(folder: string = cacheFolder('models')): Check[] {
  return encoders.map(({ name, remedy }) =>
    files.every((file) => existsSync(join(folder, name, file)))
      ? ok(name, join(folder, name))
      : warning(name, 'not brought', remedy),
  );
}
