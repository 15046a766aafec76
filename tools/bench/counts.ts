import { selectBackend } from '@alignclip/backend';
import { benchArguments, chosen, runBench } from './step/bench-arguments';
import { taskOf } from './step/compare-steps';
import { shapeNames, texts, variants } from './step/shapes';
import { countStep } from './step/step-counts';

const usage = `npm run bench:counts -- [options]     what one training step asks of TensorFlow without our own operations
  --shape tiny|small|base|rn50-64|rn50-224|heads   (default tiny)
  --text padded|captions                           (default captions)
  --variant CLIP|SharedCLIP|AlignCLIP              (default AlignCLIP)
  --json`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

async function main(): Promise<void> {
  const values = benchArguments(
    process.argv.slice(2),
    { shape: text, text, variant: text, json: flag, help: flag },
    usage,
  );
  if (values.help) return console.log(usage);
  process.env['ALIGNCLIP_CUSTOM_OPS'] ??= 'off';
  await selectBackend();
  const [shape] = chosen('--shape', [values.shape ?? 'tiny'], shapeNames);
  const [shown] = chosen('--text', [values.text ?? 'captions'], texts);
  const [variant] = chosen('--variant', [values.variant ?? 'AlignCLIP'], variants);
  const counts = await countStep(await taskOf({ shape: shape!, text: shown!, variant: variant! }, 1));
  if (values.json) return console.log(JSON.stringify(counts, null, 2));
  const { operations, total, ...rest } = counts;
  for (const [name, calls] of Object.entries(operations).sort(([, a], [, b]) => b - a))
    console.log(`${name.padEnd(40)}${String(calls).padStart(6)}`);
  for (const [name, count] of Object.entries({ operations: total, ...rest }))
    console.log(`${name.padEnd(40)}${String(count).padStart(6)}`);
}

runBench('bench:counts', main);
