import { UserError } from '@alignclip/core';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { benchArguments, count } from '../bench/step/bench-arguments';

export interface TwinOptions {
  readonly variants: readonly string[] | undefined;
  readonly steps: number | undefined;
  readonly threads: number;
  readonly out: string | undefined;
  readonly ifReady: boolean;
}

export const usage = `npm run check:twin -- [options]     the same run trained here and in PyTorch, from the same weights on the same batches
  --variant NAME   only this one, of the quickstart or of the remedies (may be repeated)
  --steps N        instead of 400 for the quickstart and 30 for the remedies
  --threads N      of PyTorch (default 1)
  --out FILE       writes the table as Markdown, or all distances as JSON where the name ends so
  --if-ready       says so in one line and ends well where PyTorch isn't set up, instead of setting it up`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const known = {
  variant: { type: 'string', multiple: true },
  ...{ steps: text, out: text },
  threads: { type: 'string', default: '1' },
  ...{ 'if-ready': flag, help: flag },
} as const;

/** Throws UserError on an option or a value that is not known; undefined where help is asked for. */
export function twinOptions(args: readonly string[]): TwinOptions | undefined {
  const { variant: variants, steps, threads, out, 'if-ready': ifReady, help } = benchArguments(args, known, usage);
  if (help) return undefined;
  if (out !== undefined && !existsSync(dirname(out)))
    throw new UserError(`--out = "${out}": there is no folder ${dirname(out)}`);
  return {
    ...{ variants, out, ifReady },
    steps: steps === undefined ? undefined : count('--steps', steps),
    threads: count('--threads', threads, 256),
  };
}
