import { cacheFolder, setUpCommand } from '@alignclip/backend';
import { sizeText } from '@alignclip/core';
import { spawnSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** One finding about this machine or clone. With a problem training can't run; with a warning it is slower or limited. */
export interface Check {
  name: string;
  status: 'ok' | 'warning' | 'problem';
  detail: string;
  /** How to fix it. */
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

/** The oldest Node whose `require` loads ES modules. */
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

/** The npm packages with images and captions of the embedded data set, from the dependencies of `@alignclip/datasets`. */
export function dataPackages(): string[] {
  const { dependencies } = datasets('../package.json') as { dependencies: Record<string, string> };
  return Object.keys(dependencies).filter((name) => /emoji|openmoji/.test(name));
}

/** Whether `@alignclip/datasets` finds the packages of the embedded data. */
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

/** The first line that a command prints; undefined if it fails or is missing. */
function firstLine(command: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout.split('\n')[0]!.trim() : undefined;
}

/** What the set-up needs in addition to Node: Python, pip, a C++ compiler. Not needed after the set-up. */
export function checkTools(): Check[] {
  const python = firstLine('python3', ['--version']);
  const pip = firstLine('python3', ['-m', 'pip', '--version'])?.split(' from ')[0];
  const compiler = firstLine(process.env['CXX'] ?? 'c++', ['--version']);
  return [
    python ? ok('Python', python) : warning('Python', 'not found', 'apt install python3, if the set-up needs it'),
    pip ? ok('pip', pip) : warning('pip', 'not found', 'apt install python3-pip, if the set-up needs it'),
    compiler
      ? ok('C++ compiler', compiler)
      : warning('C++ compiler', 'not found', 'apt install g++, if the set-up needs it'),
  ];
}

const existing = (folder: string): string => (existsSync(folder) ? folder : existing(dirname(folder)));

/** Free bytes on the disk of a folder, or of its nearest parent that exists. */
function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(existing(folder));
  return bavail * bsize;
}

/** Whether there is disk space for records and checkpoints (working folder) and for downloads (cache). */
export function checkDisk(free: (folder: string) => number = freeBytes): Check[] {
  return [
    diskSpace('disk for runs', process.cwd(), free, { little: 5e9, none: 0.5e9 }),
    diskSpace('disk for the cache', cacheFolder(), free, { little: 2e9, none: 0.1e9 }),
  ];
}

function diskSpace(
  name: string,
  folder: string,
  free: (folder: string) => number,
  { little, none }: { little: number; none: number },
): Check {
  const bytes = free(folder);
  const detail = `${sizeText(bytes)} free in ${folder}`;
  const remedy = name.includes('cache')
    ? 'free up disk space, or move the cache with ALIGNCLIP_CACHE'
    : 'free up disk space';
  if (bytes < none) return problem(name, detail, remedy);
  return bytes < little ? warning(name, detail, remedy) : ok(name, detail);
}

const files = ['model.safetensors', 'tokenizer.json', 'config.json'];

const encoders = [
  {
    name: 'all-MiniLM-L6-v2',
    remedy: `run \`${setUpCommand()}\`; until then the bag-of-words teacher is used instead`,
  },
  {
    name: 'all-mpnet-base-v2',
    remedy: `run \`${setUpCommand('--mpnet')}\`; needed for profiles with the teacher of the paper`,
  },
];

/** Whether the sentence encoders of the teachers and the weights of image encoders are in the cache. */
export function checkEncoders(folder: string = cacheFolder('models')): Check[] {
  const sentenceEncoders = encoders.map(({ name, remedy }) =>
    files.every((file) => existsSync(join(folder, name, file)))
      ? ok(name, join(folder, name))
      : warning(name, 'not downloaded', remedy),
  );
  return [...sentenceEncoders, checkImageWeights(folder)];
}

const imageWeights = [
  { variant: 'lite0', file: 'efficientnet-lite0/efficientnet-lite0-57934424.pth', setup: setUpCommand() },
  { variant: 'lite1', file: 'efficientnet-lite1/efficientnet-lite1-77cc7160.pth', setup: setUpCommand('--lite1') },
  { variant: 'lite2', file: 'efficientnet-lite2/efficientnet-lite2-9656183e.pth', setup: setUpCommand('--lite2') },
];

/** The weights of `efficientNet()`: its default must be there, and the others are named. */
function checkImageWeights(folder: string): Check {
  const name = 'EfficientNet weights';
  const isThere = ({ file }: { file: string }) => existsSync(join(folder, file));
  const remedy = `run \`${setUpCommand()}\`; needed for efficientNet() with pretrained weights`;
  if (!isThere(imageWeights[0]!)) return warning(name, 'not downloaded', remedy);
  const others = imageWeights.filter((one) => !isThere(one)).map(({ variant, setup }) => `${variant}: \`${setup}\``);
  const found = imageWeights.filter(isThere).map(({ variant }) => variant);
  return ok(name, [found.join(', '), ...others].join('; '));
}
