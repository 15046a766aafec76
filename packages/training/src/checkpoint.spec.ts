import { selectBackend, tf } from '@alignclip/backend';
import { float32Tensor, readSafetensors, writeSafetensors } from '@alignclip/formats';
import { AdamW, constant, ParameterStore } from '@alignclip/nn';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { restoreCheckpoint, saveCheckpoint } from './checkpoint';

let folder: string;
let path: string;
const trained = () => {
  const parameters = new ParameterStore(1);
  parameters.parameter('image/kernel', [3, 4], constant(0.5));
  const optimizer = new AdamW(parameters, { beta1: 0.9, beta2: 0.98, epsilon: 1e-6, weightDecay: 0.1, noDecay: [] });
  return { parameters, optimizer };
};

beforeAll(async () => {
  await selectBackend();
  folder = mkdtempSync(join(tmpdir(), 'alignclip-checkpoint-'));
  path = join(folder, 'x.safetensors');
});
beforeEach(() => saveCheckpoint(path, trained(), { key: 'k', step: 3, seconds: 1, curves: {} }));
afterAll(() => rmSync(folder, { recursive: true }));

/** The same file as an older version wrote it, without a checksum. */
async function changed(change: (file: { tensors: Map<string, never>; metadata: Record<string, string> }) => void) {
  const { tensors, metadata } = await readSafetensors(path);
  const file = { tensors: new Map(tensors) as Map<string, never>, metadata: { ...metadata } };
  change(file);
  await writeSafetensors(path, file.tensors, file.metadata);
  return restoreCheckpoint(path, trained(), 'k');
}

describe('restoreCheckpoint', () => {
  it('reads a file without a checksum', async () => {
    expect(await changed(() => undefined)).toMatchObject({ key: 'k', step: 3 });
  });

  it.each(['{"key":"k"', '{"key":"k","step":3}', 'null', ''])('refuses the progress %j by name', async (training) => {
    const reading = changed(({ metadata }) => (metadata['training'] = training));
    await expect(reading).rejects.toThrow(`checkpoint ${path} doesn't say where training stood; remove the file`);
  });

  it('refuses an optimizer without a step', async () => {
    await expect(changed(({ tensors }) => tensors.delete('optimizer/step'))).rejects.toThrow('has no step');
  });

  it('refuses moments of another shape', async () => {
    const moments = float32Tensor([2], new Float32Array(2)) as never;
    const reading = changed(({ tensors }) => tensors.set('optimizer/first/image/kernel', moments));
    await expect(reading).rejects.toThrow('another shape than the parameter "image/kernel"');
  });

  it('restores state that is not trained, bit by bit', async () => {
    const withState = () => {
      const made = trained();
      return { ...made, state: made.parameters.state('image/norm/running-mean', [2], constant(0)) };
    };
    const before = withState();
    tf.tidy(() => before.state.assign(tf.tensor1d([1 / 3, -7e-9])));
    await saveCheckpoint(path, before, { key: 'k', step: 3, seconds: 1, curves: {} });
    const after = withState();
    await restoreCheckpoint(path, after, 'k');
    expect([...after.state.dataSync()]).toEqual([...before.state.dataSync()]);
    expect(after.state.trainable).toBe(false);
  });
});
