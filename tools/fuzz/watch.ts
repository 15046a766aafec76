import { tf } from '@alignclip/backend';
import { messageOf, systemReason, UserError } from '@alignclip/core';
import { CorruptError } from '@alignclip/datasets';
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';

/** What one reading may cost. */
export interface Limits {
  readonly megabytes: number;
  /** Of processor time: a busy machine doesn't count. */
  readonly seconds: number;
}

/** The faults of one piece of work: none if it gives a value or throws an error of the house, in its limits, and leaves nothing. */
export async function faultsOf(work: () => unknown, limits: Limits, folders: readonly string[]): Promise<string[]> {
  const stray: string[] = [];
  const caught = (error: unknown) => void stray.push(`unhandled: ${kindOf(error)}: ${messageOf(error)}`);
  process.on('unhandledRejection', caught).on('uncaughtException', caught);
  const before = stateOf(folders);
  const start = process.cpuUsage();
  const memory = new PeakMemory();
  let fault: string | undefined;
  try {
    await work();
  } catch (error) {
    fault = faultOfError(error);
  }
  const { user, system } = process.cpuUsage(start);
  const [seconds, megabytes] = [(user + system) / 1e6, memory.megabytes()];
  await setImmediate();
  await setImmediate();
  const left = await leftBehind(before, folders);
  process.off('unhandledRejection', caught).off('uncaughtException', caught);
  return [
    ...(fault === undefined ? [] : [fault]),
    ...stray,
    ...left,
    ...(seconds > limits.seconds
      ? [`time: ${seconds.toFixed(1)} s of processor time, allowed ${limits.seconds} s`]
      : []),
    ...(megabytes > limits.megabytes ? [`memory: ${megabytes.toFixed()} MB more, allowed ${limits.megabytes} MB`] : []),
  ];
}

const kindOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

/** Undefined where the error is the house's or the system's, for which the program prints a line without a stack. */
function faultOfError(error: unknown): string | undefined {
  const house = error instanceof UserError || error instanceof CorruptError || systemReason(error) !== undefined;
  return house
    ? faultOfMessage(messageOf(error))
    : `${kindOf(error)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

const maxMessage = 20_000;

/** A message has words, and not too many of them. */
export function faultOfMessage(message: string): string | undefined {
  if (message.trim() === '') return 'message: no words';
  return message.length > maxMessage ? `message: ${message.length} characters: ${message.slice(0, 200)}` : undefined;
}

/** What a terminal would obey or hide. */
const unprintable = /(?!\r\n)[^\P{Cc}\n\t]|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

/** What is written to a terminal holds nothing that it obeys. */
export function faultOfOutput(text: string): string | undefined {
  const found = unprintable.exec(text);
  if (found === null) return undefined;
  const about = text.slice(Math.max(0, found.index - 100), found.index + 100);
  return `output: ${JSON.stringify(found[0])} in ${JSON.stringify(about)}`;
}

/** What a reading may not change. */
interface State {
  readonly files: string;
  readonly tensors: number;
  readonly descriptors: number;
  readonly globals: string;
}

const stateOf = (folders: readonly string[]): State => ({
  files: folders.flatMap(filesIn).join('\n'),
  tensors: tf.memory().numTensors,
  descriptors: existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0,
  globals: JSON.stringify([
    ...[globalThis, Object.prototype, Array.prototype, String.prototype, Function.prototype].map((one) =>
      Object.getOwnPropertyNames(one),
    ),
    ...[process.env, process.cwd(), process.eventNames().map(String).sort(), process.exitCode ?? null],
  ]),
});

async function leftBehind(before: State, folders: readonly string[]): Promise<string[]> {
  if (Object.values(before).join() === Object.values(stateOf(folders)).join()) return [];
  await setTimeout(100); // what is closed by a callback
  const now = stateOf(folders);
  return [
    ...(now.files === before.files ? [] : [`files: ${changedLines(before.files, now.files)}`]),
    ...(now.tensors > before.tensors ? [`tensors: ${now.tensors - before.tensors} left`] : []),
    ...(now.descriptors > before.descriptors ? [`open files: ${now.descriptors - before.descriptors} left`] : []),
    ...(now.globals === before.globals ? [] : ['globals: a global, the environment or the folder changed']),
  ];
}

const changedLines = (before: string, now: string): string => {
  const known = new Set(before.split('\n'));
  const lines = now.split('\n');
  const fresh = lines.filter((line) => !known.has(line)).map((line) => `+ ${JSON.stringify(line)}`);
  const gone = [...known].filter((line) => !lines.includes(line)).map((line) => `- ${JSON.stringify(line)}`);
  return [...fresh, ...gone].slice(0, 8).join(', ');
};

/** Names and sizes of everything in a folder. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => `${path} ${lstatSync(path, { throwIfNoEntry: false })?.size}`)
    .sort();
}

/** The highest resident memory since it was made, above that of its start. On Linux; elsewhere nothing is measured. */
class PeakMemory {
  private readonly start = statusOf('VmRSS');

  constructor() {
    if (this.start > 0) writeFileSync('/proc/self/clear_refs', '5'); // resets the peak
  }

  megabytes(): number {
    return Math.max(0, statusOf('VmHWM') - this.start) / 1000;
  }
}

/** In kilobytes. */
function statusOf(field: string): number {
  if (!existsSync('/proc/self/status')) return 0;
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0);
}
