import { scoreTable } from 'alignclip';
import { paperExperiment } from './shared/base';
import { data } from './shared/data';

const spearman = (title: string, score: string | string[]) => ({
  title,
  score,
  better: 'higher' as const,
  percent: true,
});

/** Semantic text similarity. The sets of sentences aren't embedded: a file for --folders names their folder as `sts`. */
export default paperExperiment({
  name: 'sts',
  tables: [
    scoreTable({
      title: 'STS: Spearman correlation with human scores',
      baseline: 'CLIP',
      columns: [
        spearman('STS-B main-captions', 'sts/stsb-test:main-captions/spearman'),
        { ...spearman('SICK-R', 'sts/sick-test/spearman'), published: { measure: 'sts/spearman', data: 'SICK-R' } },
        { ...spearman('STS-B', 'sts/stsb-test/spearman'), published: { measure: 'sts/spearman', data: 'STS-B' } },
        {
          ...spearman(
            'STS12 to STS16',
            ['12', '13', '14', '15', '16'].map((year) => `sts/sts${year}/spearman`),
          ),
          published: { measure: 'sts/spearman', data: 'STS12 to STS16' },
        },
      ],
    }),
    scoreTable({
      title: 'Agreement of the text tower with the teacher (no human scores)',
      baseline: 'CLIP',
      columns: [spearman('Spearman', `teacher-agreement/${data.main}/spearman`)],
    }),
  ],
});
