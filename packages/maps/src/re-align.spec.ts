import { reAlign } from './re-align';
import { describeMap, gap, rowMap } from './testing';

describeMap('re-align', reAlign.make({}));
describeMap('re-align by diagonal moments', reAlign.make({ moments: 'diagonal' }));

it('re-align makes the gap smaller', () => expect(gap(rowMap(reAlign.make({})))).toBeLessThan(0.6 * gap()));
