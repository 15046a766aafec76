import { defineExperiment, effectCurve, factorTable, grid } from 'alignclip';
import { effects, four } from './base/four';
import { centroidDistance, recall } from './base/measures';
import { base, folderOf, profilesOfSteps } from './base/regime';

const steps = 'trainer.steps';
const alignmentScore = { score: 'gap/test/alignment-score', name: 'alignment score', better: 'higher' } as const;
const measures = [centroidDistance, alignmentScore, recall];

/** Training length × sharing × separation: do the answers hold for short and for long trainings? */
export default defineExperiment({
  name: 'training-length',
  folder: folderOf('training-length'),
  seeds: [0, 1],
  base,
  variants: grid({ [steps]: [100, 250, 500, 1000] }, four),
  profiles: { ...profilesOfSteps, smoke: { ...profilesOfSteps.smoke, variants: grid({ [steps]: [2, 4] }, four) } },
  tables: measures.map((measure) => factorTable({ ...measure, rows: steps, columns: 'variant' })),
  figures: measures.map(({ better: _, ...measure }) =>
    effectCurve({ ...measure, x: steps, xName: 'training steps', effects }),
  ),
});
