import { selectBackend } from '@alignclip/backend';
import { batchGradients } from './gradients';
import { tinyRun } from './testing/tiny-run';
import { coupled, infoNce } from './testing/tiny-terms';

beforeAll(() => selectBackend());

describe('batchGradients', () => {
  it('reports every term and the weighted sum', async () => {
    const { model, objective, parameters, batches } = await tinyRun({}, [infoNce, coupled]);
    const losses = batchGradients(model, objective, parameters, await batches.next(0)).losses();
    expect(losses['L']).toBeCloseTo(losses['L_CLIP']! + 0.5 * losses['L_coupled']!, 5);
  });
});
