import { writeSafetensors } from '@alignclip/formats';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from './testing/scratch-folder';
import { trainedSteps } from './trained-steps';

const scratch = scratchFolder('trained');
const weights = new Map([['w', { dtype: 'F32' as const, shape: [1], data: Float32Array.of(1) }]]);

describe('trainedSteps', () => {
  it('reads the step of a checkpoint', async () => {
    const file = join(scratch.path, 'a.safetensors');
    await writeSafetensors(file, weights, { training: JSON.stringify({ key: '', step: 40, seconds: 1, curves: {} }) });
    expect(await trainedSteps(file)).toBe(40);
  });

  it('is 0 without a checkpoint, for other weights and for a broken file', async () => {
    expect(await trainedSteps(join(scratch.path, 'absent.safetensors'))).toBe(0);
    const other = join(scratch.path, 'other.safetensors');
    await writeSafetensors(other, weights, {});
    expect(await trainedSteps(other)).toBe(0);
    const broken = join(scratch.path, 'broken.safetensors');
    writeFileSync(broken, 'no tensors');
    expect(await trainedSteps(broken)).toBe(0);
  });
});
