import { selectBackend } from '@alignclip/backend';
import { describeWhere } from '@alignclip/core/testing';
import { readyBenchPython } from '../bench/step/python-environment';
import { tinyCases, tinyOwnCases, towerCases } from './cases';
import { compareMade, compareOwn } from './compare';

const python = readyBenchPython();
const reason = 'no Python with open_clip (npm run check:open-clip sets one up)';

describeWhere(python !== undefined, reason, 'open_clip and we', () => {
  beforeAll(() => selectBackend());

  it('give one set of features for the models that open_clip made, read here and read there', async () => {
    const comparisons = await compareMade(python!, tinyCases);
    expect(comparisons).toHaveLength(2 * tinyCases.length);
    for (const { image, text } of comparisons) expect(Math.max(image, text)).toBeLessThan(1e-5);
  }, 900_000);

  it.each(towerCases.map((one) => [one.name, one] as const))(
    'give one set of features for %s, read here and read there',
    async (_name, one) => {
      const comparisons = await compareMade(python!, [one]);
      for (const { image, text } of comparisons) expect(Math.max(image, text)).toBeLessThan(1e-5);
    },
    900_000,
  );

  it('give one set of features for models of ours', async () => {
    const comparisons = await compareOwn(python!, tinyOwnCases);
    expect(comparisons).toHaveLength(tinyOwnCases.length);
    for (const { image, text } of comparisons) expect(Math.max(image, text)).toBeLessThan(1e-5);
  }, 900_000);
});
