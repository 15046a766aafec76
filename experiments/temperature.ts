import {
  defineExperiment,
  factorTable,
  fixedLogitScale,
  grid,
  learnedLogitScale,
  shared,
  summaryTable,
} from 'alignclip';
import { emojiBase, emojiProfiles } from './base/emoji';
import { centroidDistance } from './base/measures';
import { separation } from './base/separation';

const temperature = {
  'learned from 14': learnedLogitScale({ start: 1 / 0.07 }),
  'learned from 50': learnedLogitScale({ start: 50 }),
  'learned from 100': learnedLogitScale({ start: 100 }),
  'fixed at 100': fixedLogitScale({ value: 100 }),
};

/** Start value and policy of the logit scale × sharing × separation: it determines whether there is a gap to close. */
export default defineExperiment({
  name: 'temperature',
  seeds: [0, 1],
  base: emojiBase,
  variants: grid(
    { temperature },
    {
      CLIP: {},
      SharedCLIP: { sharing: shared() },
      'CLIP + IMSep': separation(),
      AlignCLIP: { sharing: shared(), ...separation() },
    },
  ),
  profiles: emojiProfiles,
  tables: [factorTable({ ...centroidDistance, rows: 'temperature', columns: 'variant' }), summaryTable()],
});
