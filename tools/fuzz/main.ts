import { selectBackend } from '@alignclip/backend';
import { counted, random, sha256, UserError } from '@alignclip/core';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { runMain } from '../testing/check';
import { fuzzOptions, type FuzzOptions } from './fuzz-options';
import { fuzzProgress } from './fuzz-progress';
import { minimised, minimisedList } from './minimise';
import { Reader } from './reader';
import type { Target } from './target';
import { targets } from './targets';

/** A kind of fault is shown and kept once. */
const maxFindings = 200;

/** `npm run fuzz`: reads inputs until the count or the time is reached; status 1 where one of them is not clean. */
async function main(): Promise<void> {
  const options = fuzzOptions(
    process.argv.slice(2),
    targets.map(({ name }) => name),
  );
  const reader = new Reader();
  process.once('SIGINT', () => void reader.close().then(() => process.exit(130)));
  try {
    if (options.replay === undefined) await fuzz(options, reader);
    else await replay(options.replay, reader);
  } finally {
    await reader.close();
  }
}

async function fuzz({ seed, count, minutes, out, ...options }: FuzzOptions, reader: Reader): Promise<void> {
  await selectBackend();
  const chosen = targets.filter(({ name }) => options.targets.includes(name));
  const end = performance.now() + minutes * 60_000;
  const progress = fuzzProgress(count, minutes);
  const read = new Map(chosen.map(({ name }) => [name, 0]));
  const findings = new Map<string, number>();
  let done = 0;
  for (; done < count && performance.now() < end && findings.size < maxFindings; done += 1) {
    const target = targetOf(chosen, seed, done);
    const input = await target.make(random('fuzz', seed, target.name, done));
    const faults = await reader.faultsOf(target.name, input);
    read.set(target.name, read.get(target.name)! + 1);
    progress.show(done + 1);
    for (const fault of faults) {
      const kind = `${target.name}: ${kindOf(fault)}`;
      const times = (findings.get(kind) ?? 0) + 1;
      findings.set(kind, times);
      if (times > 1) continue;
      const path = await keep(target, input, fault, out, reader);
      progress.log(`FAULT ${target.name}, input ${done}: ${fault}\n  ${path}`);
    }
  }
  progress.stop();
  show(read, findings, done);
}

/** By weight; equal seeds and numbers give equal targets. */
function targetOf(chosen: readonly Target[], seed: number, number: number): Target {
  const weightOf = ({ weight = 1 }: Target) => weight;
  let at = random('fuzz target', seed, number).uniform() * chosen.reduce((sum, one) => sum + weightOf(one), 0);
  return chosen.find((one) => (at -= weightOf(one)) < 0) ?? chosen.at(-1)!;
}

/** A fault without what differs from input to input. */
const kindOf = (fault: string): string =>
  fault
    .split('\n    at ', 2)
    .map((part) =>
      part
        .replaceAll(/"(?:[^"\\]|\\.)*"/g, '"…"')
        .replaceAll(/\d+(\.\d+)?/g, 'N')
        .slice(0, 160),
    )
    .join(' at ');

/** Writes the input, made as short as the same fault allows. */
async function keep(target: Target, input: Uint8Array, fault: string, out: string, reader: Reader): Promise<string> {
  const fails = async (other: Uint8Array) =>
    (await reader.faultsOf(target.name, other)).some((one) => kindOf(one) === kindOf(fault));
  const slow = /^(time|memory|no end)/.test(fault);
  const isList = target.file.endsWith('command.json') || target.file.endsWith('process.json');
  const short = slow ? input : isList ? await minimisedList(input, fails) : await minimised(input, fails);
  mkdirSync(out, { recursive: true });
  const path = join(out, `${target.name}-${sha256(short).slice(0, 8)}${extname(target.file)}`);
  writeFileSync(path, short);
  writeFileSync(`${path}.txt`, `${fault}\n`);
  return path;
}

/** Reads a finding again; its name begins with that of its target. */
async function replay(path: string, reader: Reader): Promise<void> {
  const target = targets
    .filter(({ name }) => basename(path).startsWith(`${name}-`))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (target === undefined) throw new UserError(`${path}: its name begins with no target's`);
  const faults = await reader.faultsOf(target.name, readFileSync(path));
  for (const fault of faults) console.log(`FAULT ${target.name}: ${fault}`);
  console.log(faults.length === 0 ? 'clean' : counted(faults.length, 'fault'));
  if (faults.length > 0) process.exitCode = 1;
}

function show(read: ReadonlyMap<string, number>, findings: ReadonlyMap<string, number>, done: number): void {
  for (const [name, inputs] of [...read].sort()) console.log(`${name.padEnd(22)}${String(inputs).padStart(7)}`);
  const unclean = [...findings.values()].reduce((sum, times) => sum + times, 0);
  for (const [kind, times] of findings) console.log(`${times} × ${kind}`);
  console.log(
    `${counted(done, 'input')}, ${counted(findings.size, 'kind')} of fault, seen ${counted(unclean, 'time')}`,
  );
  console.log(`${findings.size === 0 ? 1 : 0} passed, ${findings.size} failed`);
  if (findings.size > 0) process.exitCode = 1;
}

runMain(main);
