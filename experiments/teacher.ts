import { bagOfWords, defineExperiment, factorTable, grid, labels, sbert, separate, shared } from 'alignclip';
import { centroidDistance, recall } from './base/measures';
import { hasPhotographs } from './base/pretrained';
import { base, folderOf, profiles } from './base/regime';
import { separation } from './base/separation';

/** Photographs have captions, but no classes. */
const teachers = { sbert: sbert(), 'bag of words': bagOfWords(), ...(!hasPhotographs && { labels: labels() }) };
const factors = { rows: 'teacher', columns: 'sharing' };

/** The source of the distance between two captions, D = 1 − S: sentence embeddings, words, or the classes of the data. */
export default defineExperiment({
  name: 'teacher',
  folder: folderOf('teacher'),
  seeds: [0, 1],
  base: { ...base, ...separation() },
  variants: grid({
    teacher: teachers,
    sharing: [separate(), shared()],
  }),
  profiles,
  tables: [factorTable({ ...centroidDistance, ...factors }), factorTable({ ...recall, ...factors })],
});
