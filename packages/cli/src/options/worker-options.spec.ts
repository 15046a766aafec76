import { measuredHere } from './worker-options';

const elsewhere =
  'measured on this machine; launcher "slurm" runs cells on others, whose speed and number at once it doesn\'t know';

describe('measuredHere', () => {
  it('takes all workers of the local launcher', () => {
    expect(measuredHere({ workers: 8 }, 'local', 1e6, 2)).toEqual({ workers: 8, notes: [] });
    expect(measuredHere({}, 'local', 1e6, 2)).toEqual({ workers: 1, notes: [] });
  });

  it('counts the workers that another launcher gives a cell, and says what it can’t measure', () => {
    expect(measuredHere({}, 'slurm', 1e6, 2)).toEqual({ workers: 1, notes: [elsewhere] });
    const { workers, notes } = measuredHere({ workers: 4 }, 'slurm', 1e6, 4);
    expect(workers).toBe(4);
    expect(notes).toEqual([
      elsewhere,
      'the exchange is measured without a network; each of the 4 workers of a cell sends at least 6.0 MB a step',
    ]);
  });

  it('takes no more than one a core of them', () => {
    const few = measuredHere({ workers: 16 }, 'slurm', 1e6, 3);
    expect(few.workers).toBe(2);
    expect(few.notes[2]).toBe(
      'measured with 2 workers of 16, for this machine has 3 cores: each makes 8 times as many rows, and memory is that of 2',
    );
    const one = measuredHere({ workers: 2 }, 'slurm', 1e6, 1);
    expect(one.workers).toBe(1);
    expect(one.notes[1]).toBe('no exchange is measured; each of the 2 workers of a cell sends at least 4.0 MB a step');
  });
});
