import { random, type ProbeView, type TrainingProbe } from '@alignclip/core';
import { matrixFromRows, unitRows } from '@alignclip/metrics';

/** The contract suite of training probes, on made-up views of a model with one shared parameter. */
export function describeProbe(name: string, make: () => TrainingProbe): void {
  describe(`${name} keeps the contract of training probes`, () => {
    it('says when it observes, and which batch', () => {
      const { name: folder, every, batch } = make();
      expect(folder).toMatch(/^[^/]+$/);
      expect([every, batch.size].filter((count) => !(Number.isInteger(count) && count > 0))).toEqual([]);
      expect(batch.split).not.toBe('');
    });

    it('gives finite values with the same keys, none of them "step", at every observation', () => {
      const probe = make();
      const observed = [0, 25, 1000].map((step) => probe.observe(viewAt(step)));
      const keys = Object.keys(observed[0]!);
      expect(keys.length).toBeGreaterThan(0);
      expect(keys).not.toContain('step');
      for (const values of observed) {
        expect(Object.keys(values)).toEqual(keys);
        expect(Object.entries(values).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
      }
    });

    it('gives the same values for the same view, which it does not change', () => {
      const [probe, view] = [make(), viewAt(25)];
      const values = probe.observe(view);
      expect(view).toEqual(viewAt(25));
      expect(make().observe(view)).toEqual(values);
      expect(probe.observe(view)).toEqual(values);
    });
  });
}

/** 16 pairs of width 8, of which nothing but the step is alike at two steps. */
function viewAt(step: number): ProbeView {
  const draw = random('probe-view', step);
  const values = (count: number) => Array.from({ length: count }, () => draw.normal());
  const rows = () => unitRows(matrixFromRows(Array.from({ length: 16 }, () => values(8))));
  const gradients = (tower: string) =>
    new Map([`${tower}/a`, 'shared/b'].map((address) => [address, Float32Array.from(values(5))]));
  return {
    step,
    image: rows(),
    text: rows(),
    logitScale: 10 + draw.uniform(),
    losses: { L_CLIP: 2, L: 2 + draw.uniform() },
    gradients: { image: gradients('image'), text: gradients('text') },
  };
}
