import { unknownName, UserError } from '@alignclip/core';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { shapeNames, texts, variants, type ShapeName, type Text, type Variant } from './shapes';

export interface StepOptions {
  readonly shapes: readonly ShapeName[];
  readonly texts: readonly Text[];
  readonly variants: readonly Variant[];
  readonly rounds: number;
  readonly threads: number;
  readonly compile: boolean;
  readonly json: boolean;
}

export const usage = `npm run bench:step -- [options]     one training step, ours against open_clip on PyTorch
  --shape tiny|small|base              only this one (may be repeated, as the next two)
  --text padded|captions
  --variant CLIP|SharedCLIP|AlignCLIP
  --rounds N     timed steps of each side, in turn (default 7)
  --threads N    of either side (default: one a core)
  --compile      also against torch.compile; the faster of the two counts
  --json         prints { rows } alone on stdout`;

/** Throws UserError on an option or a value that is not known; undefined where help is asked for. */
export function stepOptions(args: readonly string[]): StepOptions | undefined {
  const { values } = parse(args);
  if (values.help) return undefined;
  return {
    shapes: chosen('--shape', values.shape, shapeNames),
    texts: chosen('--text', values.text, texts),
    variants: chosen('--variant', values.variant, variants),
    rounds: count('--rounds', values.rounds ?? '7'),
    threads: count('--threads', values.threads ?? String(availableParallelism())),
    compile: values.compile,
    json: values.json,
  };
}

function parse(args: readonly string[]) {
  const many = { type: 'string', multiple: true } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    shape: many,
    text: many,
    variant: many,
    rounds: { type: 'string' },
    threads: { type: 'string' },
    compile: flag,
    json: flag,
    help: flag,
  } as const;
  try {
    return parseArgs({ args: [...args], options });
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n${usage}`);
  }
}

function chosen<Name extends string>(option: string, given: string[] | undefined, all: readonly Name[]): Name[] {
  for (const name of given ?? []) if (!all.includes(name as Name)) throw unknownName(option, name, all);
  return all.filter((name) => given?.includes(name) ?? true);
}

function count(option: string, text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UserError(`${option} = "${text}": a whole number from 1 to 9999`);
}
