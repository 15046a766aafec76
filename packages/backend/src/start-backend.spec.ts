import { startBackend } from './start-backend';
import { tf } from './tf';

describe('startBackend', () => {
  it.each(['wasm', 'cpu'])('starts %s when it is wanted, and says so', async (name) => {
    const report = await startBackend(name);
    expect(report).toMatchObject({ name, device: 'cpu', threads: 1, customOps: false });
    expect(report.reason).toBe(`ALIGNCLIP_BACKEND=${name}`);
    expect(report.tensorflow).toBeUndefined();
    expect(tf.getBackend()).toBe(name);
  });

  it('prefers native TensorFlow, and gives the reason when it takes another', async () => {
    const report = await startBackend();
    expect(tf.getBackend()).toBe(report.name);
    if (report.name === 'tensorflow') expect(report.tensorflow).toMatch(/^\d+\.\d+\.\d+/);
    else expect(report.reason).toMatch(/^no tensorflow: ./);
  });

  it('names the nearest backend for an unknown one', async () => {
    await expect(startBackend('tensorflw')).rejects.toThrow(
      'unknown ALIGNCLIP_BACKEND "tensorflw"; did you mean "tensorflow"?',
    );
  });
});
