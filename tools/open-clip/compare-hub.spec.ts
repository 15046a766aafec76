import { selectBackend } from '@alignclip/backend';
import { describeWhere } from '@alignclip/core/testing';
import { spawnSync } from 'node:child_process';
import { readyBenchPython } from '../bench/step/python-environment';
import { compareMade } from './compare';
import { compareHub } from './compare-hub';
import { tinyHubCases } from './hub-cases';
import { hubTextCases } from './hub-text-cases';

const python = readyBenchPython();
const hasTransformers =
  python !== undefined &&
  spawnSync(python, ['-c', 'import transformers'], { env: { ...process.env, LD_PRELOAD: '' } }).status === 0;
const reason = 'no Python with transformers (npm run check:open-clip sets one up)';

describeWhere(hasTransformers, reason, 'transformers and we', () => {
  beforeAll(() => selectBackend());

  it('give one set of embeddings for the models that transformers made, read here and read there', async () => {
    const comparisons = await compareHub(python!, tinyHubCases);
    expect(comparisons).toHaveLength(2 * tinyHubCases.length);
    for (const { image, text } of comparisons) expect(Math.max(image, text)).toBeLessThan(1e-5);
  }, 900_000);

  it('and open_clip give one set of features with their text towers, read here and read there', async () => {
    const comparisons = await compareMade(python!, hubTextCases);
    expect(comparisons).toHaveLength(2 * hubTextCases.length);
    for (const { image, text } of comparisons) expect(Math.max(image, text)).toBeLessThan(1e-5);
  }, 900_000);
});
