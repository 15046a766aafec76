import { clip } from './clip';
import { factorAt } from './weight-schedule';

const at = (schedule: Parameters<typeof factorAt>[0], ...progress: number[]) =>
  progress.map((p) => Number(factorAt(schedule, p).toFixed(6)));

describe('factorAt', () => {
  it('is constant, linear, a half wave, or has three phases', () => {
    expect(at({ type: 'constant' }, 0, 0.3, 1)).toEqual([1, 1, 1]);
    expect(at({ type: 'linear', from: 1, to: 3 }, 0, 0.25, 1)).toEqual([1, 1.5, 3]);
    expect(at({ type: 'cosine', from: 0, to: 2 }, 0, 1 / 3, 0.5, 1)).toEqual([0, 0.5, 1, 2]);
    const modGap = { type: 'three-phase', from: 1, to: 0, start: 0.2, end: 0.7 } as const;
    expect(at(modGap, 0, 0.2, 0.45, 0.7, 1)).toEqual([1, 1, 0.5, 0, 0]);
  });
});

describe('the option schedule', () => {
  it('multiplies the weight, and is absent by default', () => {
    expect(clip.make({}).weightAt).toBeUndefined();
    expect('schedule' in clip({}).options).toBe(false);
    const term = clip.make({ weight: 4, schedule: { type: 'linear', to: 0.5 } });
    expect([0, 0.5, 1].map((progress) => term.weightAt!(progress))).toEqual([0, 1, 2]);
  });

  it('refuses phases that end before they start', () => {
    expect(() => clip({ schedule: { type: 'three-phase', start: 0.6, end: 0.5 } })).toThrow(/must be above start/);
  });
});
