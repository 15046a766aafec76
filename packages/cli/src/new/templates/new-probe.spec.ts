import type { ProbeView } from 'alignclip';
import { describeProbe } from 'alignclip/testing';
import { newProbe } from './new-probe';

describeProbe('new-probe', () => newProbe.make({}));

const rows = (...values: number[]) => ({ rows: 2, columns: 2, values: Float32Array.from(values) });

describe('newProbe', () => {
  it('observes the mean cosine of true pairs', () => {
    const view = { image: rows(1, 0, 0, 1), text: rows(1, 0, 1, 0) } as unknown as ProbeView;
    expect(newProbe.make({}).observe(view)).toEqual({ cosine: 0.5 });
  });

  it('takes its batch from the split', () => {
    expect(newProbe.make({ split: 'test', batchSize: 8 }).batch).toEqual({ split: 'test', size: 8 });
  });
});
