import { backendReport, selectBackend } from './select-backend';
import { tf } from './tf';

describe('selectBackend', () => {
  it('starts a backend that computes, and answers later calls as the first', async () => {
    expect(() => backendReport()).toThrow('await selectBackend() first');
    const first = await selectBackend();
    expect(tf.getBackend()).toBe(first.name);
    expect([...tf.matMul(tf.ones([1, 3]), tf.ones([3, 1])).dataSync()]).toEqual([3]);
    expect(await selectBackend()).toBe(first);
  });
});

describe('backendReport', () => {
  it('is what selectBackend answered', async () => {
    expect(backendReport()).toBe(await selectBackend());
  });
});
