import { centring, defineExperiment, fixedLogitScale, question, scoreTable, shared, trainingCurves } from 'alignclip';
import { four } from './base/four';
import { centroidDistance, columnOf, relativeGap } from './base/measures';
import { base, folderOf, profiles } from './base/regime';
import { separation } from './base/separation';

const alignmentScore = { score: 'gap/test/alignment-score', name: 'alignment score', better: 'higher' } as const;
const cold = { temperature: fixedLogitScale({ value: 100 }) };
const centred = { maps: [centring()] };

/** Does SharedCLIP's score pass AlignCLIP's where one cause is taken away? */
const passes = (where: string, baseline: string, treatment: string) =>
  question({
    question: `Is SharedCLIP's alignment score above AlignCLIP's ${where}?`,
    baseline,
    treatment,
    ...alignmentScore,
  });

/**
 * Why does SharedCLIP's alignment score pass AlignCLIP's in long trainings, though its gap is larger? Two causes are taken
 * away one by one: a cone that both modalities share (by centring each), and a logit scale that falls because D = 1 − S
 * exceeds 1 where S < 0 (by a fixed τ, and by S ≥ 0).
 */
export default defineExperiment({
  name: 'alignment-score',
  folder: folderOf('alignment-score'),
  seeds: [0, 1],
  base,
  variants: {
    SharedCLIP: four.SharedCLIP,
    AlignCLIP: four.AlignCLIP,
    'AlignCLIP, S ≥ 0': { sharing: shared(), ...separation({ similarity: 'non-negative' }) },
    'SharedCLIP, τ = 0.01': { ...four.SharedCLIP, ...cold },
    'AlignCLIP, τ = 0.01': { ...four.AlignCLIP, ...cold },
    'SharedCLIP, centred': { ...four.SharedCLIP, ...centred },
    'AlignCLIP, centred': { ...four.AlignCLIP, ...centred },
  },
  profiles,
  tables: [
    scoreTable({
      title: 'The alignment score with its causes taken away',
      columns: [
        { title: alignmentScore.name, score: alignmentScore.score, better: 'higher' },
        columnOf(centroidDistance),
        columnOf(relativeGap),
      ],
    }),
  ],
  figures: [
    trainingCurves({ title: 'Temperature over training', curves: [{ key: 'logit-scale', name: 'logit scale 1/τ' }] }),
  ],
  questions: [
    passes('as trained', 'AlignCLIP', 'SharedCLIP'),
    passes('when each modality is centred', 'AlignCLIP, centred', 'SharedCLIP, centred'),
    passes('at a fixed τ of .01', 'AlignCLIP, τ = 0.01', 'SharedCLIP, τ = 0.01'),
    passes('with S ≥ 0', 'AlignCLIP, S ≥ 0', 'SharedCLIP'),
  ],
});
