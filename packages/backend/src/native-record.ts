import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What could not be set up: the part, why, what follows from it, and what mends it. */
export interface SetupProblem {
  part: string;
  reason: string;
  consequence: string;
  remedy: string;
}

/** What the last `npm run setup` of this clone brought (node_modules/.alignclip/native.json). */
export interface NativeRecord {
  tensorflow: { version: string; folder: string; gpu: boolean } | null;
  /** The add-on with TensorFlow ops of our own. */
  ops: string | null;
  encoders: Record<string, string | null>;
  problems: SetupProblem[];
}

function recordFile(): string {
  const packageFile = require.resolve('@tensorflow/tfjs-node-gpu/package.json');
  return join(dirname(packageFile), '..', '..', '.alignclip', 'native.json');
}

/** The record of the last set-up; undefined before the first one. */
export function nativeRecord(): NativeRecord | undefined {
  const file = recordFile();
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as NativeRecord) : undefined;
}
