import { precisions } from '@alignclip/backend';
import { counted } from '@alignclip/core';
import { spawnSync } from 'node:child_process';
import { commandOf, reference } from '../bench/step/commands';
import { compareSteps, type StepRow } from '../bench/step/compare-steps';
import { benchPython } from '../bench/step/python-environment';
import { isMeasured } from '../bench/step/shapes';
import type { Context, Found } from './report';

/** A step of ours against open_clip's on the same device: as it is, compiled, under autocast. */
export async function bench({ options, isGpu, say }: Context): Promise<Found> {
  const { shapes, rounds, compile } = options;
  const python = benchPython(say);
  if (isGpu && spawnSync(python, ['-c', 'import torch; assert torch.cuda.is_available()']).status !== 0)
    throw new Error(`${python}: its PyTorch finds no GPU`);
  const commands = { ...commandOf('step-worker.ts'), openClip: reference(python, 'bench_step.py') };
  const how = { rounds, threads: 1, compile, ...(isGpu && { device: 'cuda' as const }) };
  const rows: StepRow[] = [];
  for (const shape of shapes)
    for (const text of options.texts)
      for (const precision of precisions) {
        const variant = isMeasured(shape, text, 'AlignCLIP') ? 'AlignCLIP' : 'CLIP';
        if (!isMeasured(shape, text, variant)) continue;
        say(`${shape}, ${text}, ${precision}`);
        rows.push(await compareSteps({ shape, text, variant, precision }, how, commands, say));
      }
  return { ok: true, summary: `${counted(rows.length, 'row')} measured`, lines: [], rows };
}
