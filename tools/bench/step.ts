import { runBench } from './step/bench-arguments';
import { commandOf, reference } from './step/commands';
import { compareSteps, type StepRow } from './step/compare-steps';
import { benchPython } from './step/python-environment';
import { isMeasured } from './step/shapes';
import { stepOptions, usage } from './step/step-options';

const say = (line: string): boolean => process.stderr.write(`${line}\n`);

const megabytes = (value: number | null): string => (value === null ? '?' : value.toFixed(0));
const headings = [
  'shape',
  'text',
  'variant',
  'precision',
  'ms',
  'open_clip',
  'pairs/s',
  'ratio',
  'target',
  'MB',
  'open_clip',
];

function cells(row: StepRow): string[] {
  return [
    row.shape,
    row.text,
    row.variant,
    row.precision ?? 'float32',
    row.ms.toFixed(1),
    row.openClipMs.toFixed(1),
    ((1000 * row.batchSize) / row.ms).toFixed(1),
    row.ratio.toFixed(2),
    row.target?.toFixed(2) ?? '-',
    megabytes(row.peakMB),
    megabytes(row.openClipPeakMB),
  ];
}

const line = (texts: readonly string[]): string =>
  texts.map((text, i) => (i < 4 ? text.padEnd(11) : text.padStart(10))).join('');

/** `npm run bench:step`: see docs/performance.md. */
async function main(): Promise<void> {
  const options = stepOptions(process.argv.slice(2));
  if (!options) return console.log(usage);
  const commands = { ...commandOf('step-worker.ts'), openClip: reference(benchPython(say), 'bench_step.py') };
  const rows: StepRow[] = [];
  for (const shape of options.shapes)
    for (const text of options.texts)
      for (const variant of options.variants) {
        if (!isMeasured(shape, text, variant)) continue;
        for (const precision of options.precisions) {
          say(`${shape}, ${text}, ${variant}, ${precision}`);
          rows.push(await compareSteps({ shape, text, variant, precision }, options, commands, say));
        }
      }
  if (options.json) return console.log(JSON.stringify({ rows }, null, 2));
  for (const row of [headings, ...rows.map(cells)]) console.log(line(row));
}

runBench('bench:step', main);
