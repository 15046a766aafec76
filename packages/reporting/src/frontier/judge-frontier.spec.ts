import type { RunRecord } from '@alignclip/core';
import { madeCurve, nullRecords, remedyRecords } from '../testing/frontier-records';
import { judgeFrontier } from './judge-frontier';

const options = {
  gap: { name: 'gap', score: 'gap', better: 'lower', percent: false },
  task: { name: 'R@10', score: 'recall', better: 'higher', percent: true },
  margin: 0.01,
} as const;
const seedsOf = (count: number) => Array.from({ length: count }, (_, seed) => seed);
const trials = 60;

/** In which share of made experiments a remedy is called off the frontier. */
function shareOff(recordsOf: (trial: number) => readonly RunRecord[]): number {
  const found = Array.from({ length: trials }, (_, trial) =>
    judgeFrontier(recordsOf(trial), options).remedies.some(({ verdict }) => verdict === 'off'),
  );
  return found.filter(Boolean).length / trials;
}

describe('judgeFrontier on made experiments', () => {
  it.each([3, 5, 8])(
    'calls any of four temperatures between the cells off in at most 5 %% of them, %d seeds',
    (count) => {
      const between = [0.014, 0.028, 0.057, 0.1];
      const share = shareOff((trial) => {
        const made = { seeds: seedsOf(count), trial };
        const remedies = between.flatMap((temperature) =>
          remedyRecords(`at ${temperature}`, madeCurve(temperature), made),
        );
        return [...nullRecords(made), ...remedies];
      });
      expect(share).toBeLessThanOrEqual(0.05);
    },
  );

  it('allows for the bend where only three temperatures are known', () => {
    const share = shareOff((trial) => {
      const made = { trial, temperatures: [0.01, 0.05, 0.2] };
      const remedies = [0.02, 0.1].flatMap((temperature) =>
        remedyRecords(`at ${temperature}`, madeCurve(temperature), made),
      );
      return [...nullRecords(made), ...remedies];
    });
    expect(share).toBeLessThanOrEqual(0.05);
  });

  it.each([
    [3, 0.1],
    [5, 0.08],
    [8, 0.06],
  ])('finds one that is clearly off it, %d seeds', (count, gain) => {
    const at = madeCurve(0.057);
    const share = shareOff((trial) => {
      const made = { seeds: seedsOf(count), trial };
      return [...nullRecords(made), ...remedyRecords('R', { gap: at.gap, recall: at.recall + gain }, made)];
    });
    expect(share).toBeGreaterThan(0.9);
  });
});

describe('judgeFrontier', () => {
  const at = madeCurve(0.06);
  const good = { gap: at.gap, recall: at.recall + 0.1 };
  const judge = (records: readonly RunRecord[]) => judgeFrontier(records, options);
  const without = (records: readonly RunRecord[], score: string, ...seeds: number[]) =>
    records.map((record) =>
      seeds.includes(record.seed) ? { ...record, scores: { ...record.scores, [score]: NaN } } : record,
    );

  it('compares with the curve of the same seed', () => {
    const shift = (records: readonly RunRecord[]) =>
      records.map((record) => ({
        ...record,
        scores: { ...record.scores, recall: record.scores['recall']! + record.seed },
      }));
    const records = [...nullRecords({ noise: 0.002 }), ...remedyRecords('R', good, { noise: 0.002 })];
    const [plain, shifted] = [judge(records), judge(shift(records))].map(({ remedies }) => remedies[0]!);
    expect(shifted!.verdict).toBe('off');
    expect(shifted!.test!.difference).toBeCloseTo(plain!.test!.difference, 9);
    expect(shifted!.test!.interval![0]).toBeCloseTo(plain!.test!.interval![0], 9);
  });

  it('compares on the same fold of the data, which counts once', () => {
    const onFold = (index: number) => {
      const made = { seeds: [0, 1], trial: index, noise: 0.002 };
      return [...nullRecords(made), ...remedyRecords('R', good, made)].map((record) => ({
        ...record,
        config: { ...record.config, dataset: { slot: 'dataset', type: 'fold', options: { of: 4, index } } },
        scores: { ...record.scores, recall: record.scores['recall']! + index },
      }));
    };
    const [remedy] = judge([0, 1, 2, 3].flatMap(onFold)).remedies;
    expect(remedy).toMatchObject({ verdict: 'off', seeds: [0, 0, 0, 0], left: [], test: { pairs: 4 } });
    const [low, high] = remedy!.test!.interval!;
    expect(high - low).toBeLessThan(0.05);
  });

  it('is the same with both scales turned', () => {
    const records = [...nullRecords(), ...remedyRecords('R', good)];
    const turned = records.map(({ scores, ...record }) => ({
      ...record,
      scores: { gap: -scores['gap']!, recall: -scores['recall']! },
    }));
    const [a] = judge(records).remedies;
    const [b] = judgeFrontier(turned, {
      ...options,
      gap: { ...options.gap, better: 'higher' },
      task: { ...options.task, better: 'lower' },
    }).remedies;
    expect(b!.verdict).toBe('off');
    expect(b!.test!.difference).toBeCloseTo(a!.test!.difference, 12);
    expect(b!.savedGaps.map((gap) => gap.toFixed(9))).toEqual(a!.savedGaps.map((gap) => gap.toFixed(9)));
  });

  it('corrects over the remedies that are tested', () => {
    const more = ['R', 'S', 'T'].flatMap((name) => remedyRecords(name, good));
    const { remedies, tests } = judge([...nullRecords(), ...more, ...remedyRecords('far', { gap: 2, recall: 1 })]);
    expect(tests).toBe(3);
    const smallest = Math.min(...remedies.flatMap(({ test }) => test?.pValue ?? []));
    expect(Math.min(...remedies.flatMap(({ test }) => test?.adjusted ?? []))).toBeCloseTo(3 * smallest, 12);
  });

  const reasonsOf = (records: readonly RunRecord[]) =>
    judge(records).remedies.map(({ verdict, reason }) => [verdict, reason]);

  it.each([
    [
      'one seed',
      [...nullRecords({ seeds: [0] }), ...remedyRecords('R', good, { seeds: [0] })],
      '1 seed is too few for a test',
    ],
    [
      'one cell',
      [...nullRecords({ temperatures: [0.1] }), ...remedyRecords('R', good)],
      'the null has 1 temperature, and a curve needs at least 3',
    ],
    [
      'no common seed',
      [...nullRecords(), ...remedyRecords('R', good, { seeds: [7] })],
      'no seed has it and the whole null',
    ],
    [
      'NaN everywhere',
      [...nullRecords(), ...without(remedyRecords('R', good), 'gap', 0, 1, 2, 3, 4)],
      'no seed has it and the whole null',
    ],
    [
      'smoke',
      [...nullRecords(), ...remedyRecords('R', good)].map((record) => ({ ...record, profile: 'smoke' })),
      'smoke runs are too short for a verdict; run another profile, such as quick',
    ],
    [
      'beyond in one seed',
      [
        ...nullRecords(),
        ...remedyRecords('R', good).map((record) =>
          record.seed === 1 ? { ...record, scores: { ...record.scores, gap: 0 - 1 } } : record,
        ),
      ],
      'beyond the curve in 1 of 5 seeds: its gap is lower than any of the null, which needs further temperatures',
    ],
  ])('can’t tell with %s', (_, records, reason) => expect(reasonsOf(records)).toEqual([['unknown', reason]]));

  it('leaves a seed out that a cell or the remedy lacks, and a cell without any score', () => {
    const first = nullRecords().filter(({ variant }) => variant === 'τ = 0.01');
    const others = nullRecords().filter(({ variant }) => variant !== 'τ = 0.01');
    const lacking = judge([...without(first, 'recall', 2), ...others, ...without(remedyRecords('R', good), 'gap', 4)]);
    expect(lacking.remedies[0]).toMatchObject({ seeds: [0, 1, 3], left: [2, 4] });
    const empty = judge([...others, ...without(first, 'recall', 0, 1, 2, 3, 4), ...remedyRecords('R', good)]);
    expect(empty.notes).toEqual(['Left out of the null, without gap or R@10: τ = 0.01.']);
    expect(empty.remedies.find(({ variant }) => variant === 'R')!.seeds).toHaveLength(5);
  });

  it('calls a copy of a cell on the frontier', () => {
    const copy = nullRecords().filter(({ variant }) => variant === 'τ = 0.08');
    const records = [
      ...nullRecords(),
      ...copy.map((record) => ({ ...record, variant: 'copy', config: { temperature: [] } })),
    ];
    expect(judge(records).remedies.map(({ variant, verdict }) => [variant, verdict])).toEqual([['copy', 'on']]);
  });

  it('does not tell two cells of one temperature apart', () => {
    const twin = nullRecords({ temperatures: [0.08] }).map((record) => ({ ...record, variant: 'twin' }));
    expect(reasonsOf([...nullRecords(), ...twin, ...remedyRecords('R', good)])[0]![1]).toMatch(
      /have the temperature 0.08$/,
    );
  });
});
