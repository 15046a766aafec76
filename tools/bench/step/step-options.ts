import { type Precision, precisions } from '@alignclip/backend';
import { availableParallelism } from 'node:os';
import { benchArguments, chosen, count } from './bench-arguments';
import { UserError } from '@alignclip/core';
import { isMeasured, shapeNames, texts, variants, type ShapeName, type Text, type Variant } from './shapes';

export interface StepOptions {
  readonly shapes: readonly ShapeName[];
  readonly texts: readonly Text[];
  readonly variants: readonly Variant[];
  readonly precisions: readonly Precision[];
  readonly rounds: number;
  readonly threads: number;
  /** Whether torch.compile takes part; `target`: at `small` and with captions, whose targets are set against it. */
  readonly compile: 'always' | 'never' | 'target';
  readonly json: boolean;
}

export const usage = `npm run bench:step -- [options]     one training step, ours against open_clip on PyTorch
  --shape tiny|small|base|rn50-64|rn50-224|heads   only this one (may be repeated, as the next two)
  --text padded|captions
  --variant CLIP|SharedCLIP|AlignCLIP        rn50 is measured with padded texts as CLIP only, heads with padded texts
  --precision float32|bfloat16   of both sides (default float32; may be repeated); bfloat16 is autocast there
  --rounds N     timed steps of each side, in turn (default 7)
  --threads N    of either side (default: one a core)
  --compile      always also against torch.compile, of which the faster counts; without it only where the target
                 says so, which is at small and with captions (it compiles a minute or two)
  --eager        never against torch.compile
  --json         prints { rows } alone on stdout`;

const many = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean', default: false } as const;
const known = {
  shape: many,
  text: many,
  variant: many,
  precision: many,
  rounds: { type: 'string' },
  threads: { type: 'string' },
  compile: flag,
  eager: flag,
  json: flag,
  help: flag,
} as const;

/** Throws UserError on an option or a value that is not known; undefined where help is asked for. */
export function stepOptions(args: readonly string[]): StepOptions | undefined {
  const values = benchArguments(args, known, usage);
  if (values.help) return undefined;
  const which = {
    shapes: chosen('--shape', values.shape, shapeNames),
    texts: chosen('--text', values.text, texts),
    variants: chosen('--variant', values.variant, variants),
  };
  checkMeasured(which);
  return {
    ...which,
    precisions: values.precision ? chosen('--precision', values.precision, precisions) : ['float32'],
    rounds: count('--rounds', values.rounds ?? '7'),
    threads: count('--threads', values.threads ?? String(availableParallelism())),
    compile: values.compile ? 'always' : values.eager ? 'never' : 'target',
    json: values.json,
  };
}

function checkMeasured({ shapes, texts, variants }: Pick<StepOptions, 'shapes' | 'texts' | 'variants'>): void {
  for (const shape of shapes)
    if (!texts.some((text) => variants.some((variant) => isMeasured(shape, text, variant))))
      throw new UserError(`--shape = "${shape}": measured with --text padded only, a ResNet with --variant CLIP only`);
}
