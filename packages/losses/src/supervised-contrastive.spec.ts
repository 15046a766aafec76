import { tf } from '@alignclip/backend';
import type { Dataset } from '@alignclip/core';
import { supervisedContrastive } from './supervised-contrastive';
import { describeLossTerm, randomBatch } from './testing';

const dataset: Dataset = {
  name: 'made',
  splits: ['train'],
  classSets: [{ name: 'kinds', classes: ['a', 'b', 'c'], templates: ['{}'] }],
  async *examples() {},
  trainingCaption: () => '',
  fingerprint: async () => 'made',
};
const make = (options = {}, given = dataset) => supervisedContrastive.make(options, given);

describeLossTerm('supervised-contrastive', make);

/** Equation 2 of Khosla et al. in float64. */
function reference(rows: readonly (readonly number[])[], classes: readonly number[], temperature: number): number {
  const exponential = (i: number, j: number) =>
    Math.exp(rows[i]!.reduce((sum, value, k) => sum + value * rows[j]![k]!, 0) / temperature);
  const indices = rows.map((_, i) => i);
  const losses = indices.flatMap((i) => {
    const others = indices.filter((j) => j !== i);
    const positives = others.filter((j) => classes[i]! >= 0 && classes[j] === classes[i]);
    const total = others.reduce((sum, j) => sum + exponential(i, j), 0);
    const sum = positives.reduce((all, p) => all - Math.log(exponential(i, p) / total), 0);
    return positives.length > 0 ? [sum / positives.length] : [];
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

describe('supervisedContrastive', () => {
  it.each(['image', 'text', 'both'] as const)('is equation 2 on %s', (modalities) =>
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 9, width: 8, logitScale: 10 });
      const classes = [...batch.labels['kinds']!.dataSync()];
      expect(classes).toContain(-1);
      const [image, text] = [batch.image, batch.text].map((rows) => reference(rows.arraySync(), classes, 0.2));
      const expected = { image: image!, text: text!, both: image! + text! }[modalities];
      const value = make({ modalities, temperature: 0.2 }).compute(batch).dataSync()[0]!;
      expect(Math.abs(value - expected)).toBeLessThan(1e-5 * expected);
    }),
  );

  it('is zero where no two examples share a class', () =>
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 3, width: 4, logitScale: 1 });
      const alone = { ...batch, labels: { kinds: tf.tensor1d([-1, -1, 2], 'int32') } };
      expect(make().compute(alone).dataSync()[0]).toBe(0);
    }));

  it('names the nearest class set, and reports a data set without class sets', () => {
    expect(() => make({ classSet: 'kind' })).toThrow('did you mean "kinds"');
    expect(() => make({}, { ...dataset, classSets: [] })).toThrow('L_SupCon: the data set "made" has no classes');
  });
});
