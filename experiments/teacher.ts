import { bagOfWords, defineExperiment, factorTable, grid, labels, sbert, separate, shared } from 'alignclip';
import { emojiBase, emojiProfiles } from './base/emoji';
import { centroidDistance, recall } from './base/measures';
import { separation } from './base/separation';

const factors = { rows: 'teacher', columns: 'sharing' };

/** The source of the distance between two captions, D = 1 − S: sentence embeddings, words, or the classes of the data. */
export default defineExperiment({
  name: 'teacher',
  seeds: [0, 1],
  base: { ...emojiBase, ...separation() },
  variants: grid({
    teacher: { sbert: sbert(), 'bag of words': bagOfWords(), labels: labels() },
    sharing: [separate(), shared()],
  }),
  profiles: emojiProfiles,
  tables: [factorTable({ ...centroidDistance, ...factors }), factorTable({ ...recall, ...factors })],
});
