import {
  defineExperiment,
  effectCurve,
  factorTable,
  fixedLogitScale,
  grid,
  learnedLogitScale,
  summaryTable,
} from 'alignclip';
import { effects, four } from './base/four';
import { centroidDistance, recall } from './base/measures';
import { base, folderOf, profiles } from './base/regime';

const fixed = [0.01, 0.02, 0.04, 0.07, 0.1, 0.2].map(
  (temperature) => [`τ = ${temperature}`, fixedLogitScale({ value: 1 / temperature })] as const,
);
const temperature = {
  'learned from 14': learnedLogitScale({ start: 1 / 0.07 }),
  'learned from 100': learnedLogitScale({ start: 100 }),
  ...Object.fromEntries(fixed),
};
const factors = { rows: 'temperature', columns: 'variant' };
const measures = [centroidDistance, recall];

/** Temperature × sharing × separation: at which temperatures is there a gap that sharing and separation can close? */
export default defineExperiment({
  name: 'temperature',
  folder: folderOf('temperature'),
  seeds: [0, 1],
  base,
  variants: grid({ temperature }, four),
  profiles,
  tables: [...measures.map((measure) => factorTable({ ...measure, ...factors })), summaryTable()],
  figures: measures.map(({ better: _, ...measure }) => effectCurve({ ...measure, x: 'temperature', effects })),
});
