import { benchArguments, chosen, count } from '../bench/step/bench-arguments';
import { shapeNames, texts, type ShapeName, type Text } from '../bench/step/shapes';

export const partNames = ['parity', 'golden', 'counts', 'bits', 'bench', 'data-parallel'] as const;
export type PartName = (typeof partNames)[number];

export interface GpuOptions {
  readonly out: string;
  readonly parts: readonly PartName[];
  readonly shapes: readonly ShapeName[];
  readonly texts: readonly Text[];
  readonly rounds: number;
  readonly compile: 'always' | 'never';
}

export const usage = `npm run check:gpu -- [options]     everything there is to know about this project on your GPU
  --out FOLDER    where gpu-check.json and gpu-check.md go (default: gpu-check); send both
  --part parity|golden|counts|bits|bench|data-parallel   only this one (may be repeated)
  --shape NAME    of the step that is measured (may be repeated; default tiny, small, base)
  --text padded|captions   (may be repeated)
  --rounds N      timed steps of each side, in turn (default 9)
  --eager         never against torch.compile
It refuses without a GPU. ALIGNCLIP_CHECK_GPU=cpu tries it on the processor, as its own test does.`;

const many = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean', default: false } as const;
const known = {
  out: { type: 'string' },
  part: many,
  shape: many,
  text: many,
  rounds: { type: 'string' },
  eager: flag,
  help: flag,
} as const;

/** Throws UserError on an option or a value that is not known; undefined where help is asked for. */
export function gpuOptions(args: readonly string[]): GpuOptions | undefined {
  const values = benchArguments(args, known, usage);
  if (values.help) return undefined;
  return {
    out: values.out ?? 'gpu-check',
    parts: chosen('--part', values.part, partNames),
    shapes: chosen('--shape', values.shape ?? ['tiny', 'small', 'base'], shapeNames),
    texts: chosen('--text', values.text, texts),
    rounds: count('--rounds', values.rounds ?? '9'),
    compile: values.eager ? 'never' : 'always',
  };
}
