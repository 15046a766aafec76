import { selectBackend } from '@alignclip/backend';
import { guardConsole } from '@alignclip/core';
import { lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Target } from './target';
import { targets } from './targets';
import { faultsOf } from './watch';

/** An input for a target, from the process that makes and counts them. */
export interface Order {
  readonly target: string;
  readonly input: Uint8Array;
}

export interface Verdict {
  readonly faults: readonly string[];
}

/** `read-program FOLDER`: reads what it is sent and answers with what was wrong. */
async function main([scratch = '']: readonly string[]): Promise<void> {
  guardConsole();
  await selectBackend();
  process.on('message', ({ target, input }: Order) => {
    const verdict = verdictOn(
      targets.find(({ name }) => name === target)!,
      Buffer.from(input),
      scratch,
    );
    void verdict.then((faults) => process.send!({ faults } satisfies Verdict));
  });
  process.on('disconnect', () => process.exit(0));
  process.send!('ready');
}

/** What each target's folder holds before a reading. */
const prepared = new Map<string, string>();

async function verdictOn(target: Target, input: Uint8Array, scratch: string): Promise<string[]> {
  const folder = join(scratch, 'targets', target.name);
  const path = join(folder, target.file);
  if (!prepared.has(target.name)) {
    await prepare(target, folder, path);
    await faultsOf(() => read(target, path, input), { megabytes: Infinity, seconds: Infinity }, []); // loads modules
    rmSync(path, { recursive: true, force: true });
  }
  const faults = await readOnce(target, folder, path, input, scratch);
  // What is opened once and kept is no leak.
  const isLeak = (fault: string) => /^(open files|tensors)/.test(fault);
  if (!faults.some(isLeak)) return faults;
  return [
    ...faults.filter((fault) => !isLeak(fault)),
    ...(await readOnce(target, folder, path, input, scratch)).filter(isLeak),
  ];
}

async function readOnce(
  target: Target,
  folder: string,
  path: string,
  input: Uint8Array,
  scratch: string,
): Promise<string[]> {
  if (prepared.get(target.name) !== listing(folder)) await prepare(target, folder, path);
  writeFileSync(path, input);
  const { megabytes = 400, seconds = 5 } = target;
  const watched = [join(scratch, 'tmp'), ...(target.writes ? [] : [folder, join(scratch, 'cache')])];
  const faults = await faultsOf(() => target.read(path, input), { megabytes, seconds }, watched);
  rmSync(path, { recursive: true, force: true });
  return target.keepsOpen ? faults.filter((fault) => !fault.startsWith('open files')) : faults;
}

async function prepare(target: Target, folder: string, path: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  await target.prepare?.(folder);
  rmSync(path, { recursive: true, force: true });
  prepared.set(target.name, listing(folder));
}

/** Names, sizes and times of everything in a folder. */
const listing = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => [path, lstatSync(path)] as const)
    .map(([path, stat]) => (stat.isDirectory() ? path : [path, stat.size, stat.mtimeMs].join(' ')))
    .sort()
    .join('\n');

async function read(target: Target, path: string, input: Uint8Array): Promise<void> {
  writeFileSync(path, input);
  await Promise.resolve(target.read(path, input)).catch(() => undefined);
}

void main(process.argv.slice(2));
