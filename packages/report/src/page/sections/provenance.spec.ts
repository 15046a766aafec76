import { madeRun } from '../../testing/made-run';
import { provenanceFields } from './provenance';

describe('provenanceFields', () => {
  it('gives what some record says, a value a record', () => {
    const tuned = { tuning: { trials: 3, protocol: 'val loss', chosen: { 'schedule.rate': 0.002 } } };
    const fields = new Map(
      provenanceFields([madeRun('A', 0), madeRun('B', 1, tuned)]).map(({ name, values }) => [name, values]),
    );
    expect(fields.get('variant')).toEqual(['A', 'B']);
    expect(fields.get('started')).toEqual(Array(2).fill('2025-01-01 00:00:00 UTC'));
    expect(fields.get('trained parameters')).toEqual(['1,000', '1,000']);
    expect(fields.get('tuning trials')).toEqual(['–', '3']);
    expect(fields.get('tuning chose')).toEqual(['–', 'schedule.rate = 0.002']);
    expect(fields.has('code (git)')).toBe(false);
    expect(fields.has('threads')).toBe(false);
  });
});
