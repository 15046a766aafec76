import { UserError, unknownName } from '@alignclip/core';
import { parseArgs } from 'node:util';

export interface FuzzOptions {
  readonly seed: number;
  readonly targets: readonly string[];
  /** Number of inputs. */
  readonly count: number;
  readonly minutes: number;
  /** Folder of findings. */
  readonly out: string;
  /** A finding to read again. */
  readonly replay: string | undefined;
}

const usage = 'npm run fuzz -- [--minutes N] [--count K] [--seed S] [--target NAME]… [--out FOLDER] [--replay FILE]';

/** Throws UserError on anything else. Without a count or minutes: one minute. */
export function fuzzOptions(args: readonly string[], known: readonly string[]): FuzzOptions {
  const { values } = parsed(args);
  const unknown = values.target?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownName('target', unknown, known);
  const endless = values.count !== undefined || values.replay !== undefined;
  return {
    seed: numberOf('--seed', values.seed ?? '0'),
    targets: values.target ?? known,
    count: values.count === undefined ? Infinity : numberOf('--count', values.count),
    minutes: values.minutes === undefined ? (endless ? Infinity : 1) : numberOf('--minutes', values.minutes),
    out: values.out ?? 'runs/fuzz',
    replay: values.replay,
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    minutes: text,
    count: text,
    seed: text,
    out: text,
    replay: text,
    target: { ...text, multiple: true },
  } as const;
  try {
    return parseArgs({ args: [...args], options });
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n${usage}`);
  }
}

function numberOf(option: string, text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (Number.isFinite(value)) return value;
  throw new UserError(`${option} = "${text}": must be a number from 0`);
}
