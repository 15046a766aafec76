import { selectBackend, tf } from '@alignclip/backend';
import { float32Tensor, readSafetensors, writeSafetensors } from '@alignclip/formats';
import { AdamW, constant, ParameterStore } from '@alignclip/nn';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWeights, restoreCheckpoint, saveCheckpoint } from './checkpoint';
import { SessionCheckpoint } from './session-checkpoint';

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

describe('SessionCheckpoint', () => {
  /** 1 MiB and a little, frozen; and some that are trained. */
  const withFrozen = (value: number) => {
    const made = trained();
    made.parameters.parameter('image/trunk', [2 ** 18 + 1], constant(value));
    made.parameters.freeze('image/trunk');
    return made;
  };
  const valueIn = ({ parameters }: ReturnType<typeof trained>) => parameters.get('image/trunk')!.dataSync()[2 ** 18];
  const session = (name: string) => ({ checkpoint: join(folder, 'frozen', name), key: 'k' });

  it('writes frozen weights once for all checkpoints of a folder, and reads them with each', async () => {
    mkdirSync(join(folder, 'frozen'));
    for (const name of ['a.safetensors', 'b.safetensors']) {
      const state = await SessionCheckpoint.open(withFrozen(1 / 3), session(name));
      await state.save(1, {}, undefined);
      await state.save(2, {}, undefined);
      expect(statSync(session(name).checkpoint).size).toBeLessThan(10_000);
    }
    expect(readdirSync(join(folder, 'frozen'))).toHaveLength(3);
    const [resumed, read] = [withFrozen(0), withFrozen(0)];
    expect((await SessionCheckpoint.open(resumed, session('b.safetensors'))).step).toBe(2);
    await readWeights(session('a.safetensors').checkpoint, read.parameters);
    expect([valueIn(resumed), valueIn(read)]).toEqual([Math.fround(1 / 3), Math.fround(1 / 3)]);
  });

  it('reads a checkpoint that has its frozen weights in it, as older versions wrote them', async () => {
    await saveCheckpoint(session('old.safetensors').checkpoint, withFrozen(0.25), {
      key: 'k',
      step: 3,
      seconds: 1,
      curves: {},
    });
    const resumed = withFrozen(0);
    await SessionCheckpoint.open(resumed, session('old.safetensors'));
    expect(valueIn(resumed)).toBe(0.25);
  });

  it('says what to do where the frozen weights are missing', async () => {
    for (const name of readdirSync(join(folder, 'frozen')))
      if (name.startsWith('kept-')) rmSync(join(folder, 'frozen', name));
    const opening = SessionCheckpoint.open(withFrozen(0), session('a.safetensors'));
    await expect(opening).rejects.toThrow(/a\.safetensors: the file kept-.* is missing beside it; remove the file/);
  });
});
