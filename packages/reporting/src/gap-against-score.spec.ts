import { gapAgainstScore } from './gap-against-score';
import { describeFigure } from './testing/describe-figure';

describeFigure(
  gapAgainstScore.type,
  gapAgainstScore.make({
    x: { name: 'centroid distance', score: 'gap' },
    y: { name: 'R@10', score: 'recall', percent: true },
  }),
  {
    texts: ['centroid distance', 'R@10 (%)', 'R@10 against centroid distance'],
    isStyled: true,
  },
);
