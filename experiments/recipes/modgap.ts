import { alignment, centroidUniformity, crossModalitySeparation, fixedLogitScale } from 'alignclip';
import { recipe } from '../base/recipe';

const losses = [
  crossModalitySeparation(),
  alignment({ schedule: { type: 'three-phase', from: 1, to: 2, start: 0.5, end: 1 } }),
  centroidUniformity({ schedule: { type: 'three-phase', from: 1, to: 0, start: 0.2, end: 0.7 } }),
];
const fixed = fixedLogitScale({ value: 10 });

/** ModGap's schedule (2601.18525, official configuration): τ fixed at .1, centroid uniformity fades, pair alignment grows. */
export default recipe({
  name: 'modgap',
  from: 'CLIP',
  steps: 120,
  variants: { 'CLIP, continued': {}, 'CLIP, τ = 0.1': { temperature: fixed }, ModGap: { temperature: fixed, losses } },
});
