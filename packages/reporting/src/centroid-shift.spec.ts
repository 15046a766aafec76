import { centroidShift } from './centroid-shift';
import { describeFigure } from './testing/describe-figure';

describeFigure(centroidShift.type, centroidShift.make({}), {
  texts: ['shift (multiples of the gap; 1 closes it)', 'R@10 image to text (%)'],
  isStyled: true,
});
