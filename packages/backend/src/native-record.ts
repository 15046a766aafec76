import { messageOf, UserError } from '@alignclip/core';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setUpCommand } from './places';

/** What could not be set up: the part, the reason, the consequence and how to fix it. */
export interface SetupProblem {
  part: string;
  reason: string;
  consequence: string;
  remedy: string;
}

/** What the last set-up of this clone or project installed (node_modules/.alignclip/native.json). */
export interface NativeRecord {
  tensorflow: { version: string; folder: string; gpu: boolean } | null;
  /** Path of the add-on with our own TensorFlow operations. */
  ops: string | null;
  /** Hash of the sources that it was built from; absent in records of older set-ups. */
  opsSources?: string;
  encoders: Record<string, string | null>;
  problems: SetupProblem[];
}

function recordFile(): string {
  const packageFile = require.resolve('@tensorflow/tfjs-node-gpu/package.json');
  return join(dirname(packageFile), '..', '..', '.alignclip', 'native.json');
}

/** The record of the last set-up; undefined before the first one. Throws UserError if the file is corrupt. */
export function nativeRecord(file = recordFile()): NativeRecord | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return checked(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new UserError(`${file} is corrupt (${messageOf(error)}); run \`${setUpCommand()}\`, which writes it anew`);
  }
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> => ({ ...(value as object) });

/** Throws Error where what the program reads is missing. */
function checked(value: unknown): NativeRecord {
  const { tensorflow, ops, encoders, problems } = fieldsOf(value);
  const isWhole =
    (tensorflow === null || typeof fieldsOf(tensorflow)['folder'] === 'string') &&
    (ops === null || typeof ops === 'string') &&
    typeof encoders === 'object' &&
    encoders !== null &&
    Array.isArray(problems) &&
    problems.every((problem) => typeof fieldsOf(problem)['part'] === 'string');
  if (isWhole) return value as NativeRecord;
  throw new Error('not what a set-up writes');
}

/** A path in the cache outside the clone: ALIGNCLIP_CACHE where it is set, ~/.cache/alignclip otherwise. */
export const cacheFolder = (...parts: readonly string[]): string =>
  join(resolve(process.env['ALIGNCLIP_CACHE'] || join(homedir(), '.cache', 'alignclip')), ...parts);
