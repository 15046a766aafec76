import { selectBackend, tf } from '@alignclip/backend';
import { constant, ParameterStore } from '@alignclip/nn';
import { WeightAverage } from './weight-average';

beforeAll(() => selectBackend());

const made = (decay = 0.75) => {
  const store = new ParameterStore(0);
  store.parameter('a', [2], constant(1));
  return { store, average: new WeightAverage(store, decay) };
};
const set = (store: ParameterStore, ...values: number[]) => tf.tidy(() => store.assign('a', tf.tensor1d(values)));
const valueOf = (variable: { dataSync(): unknown }) => [...(variable.dataSync() as Float32Array)];
const averageOf = (average: WeightAverage) => valueOf([...average.entries()][0]![1]);

describe('WeightAverage', () => {
  it('begins at the initial weights and forgets them by the decay', () => {
    const { store, average } = made();
    set(store, 5, -3);
    expect(averageOf(average)).toEqual([1, 1]);
    average.update();
    expect(averageOf(average)).toEqual([0.75 + 0.25 * 5, 0.75 - 0.25 * 3]);
    average.update();
    expect(averageOf(average)).toEqual([0.75 * 2 + 0.25 * 5, 0.25 * -3]);
    expect(valueOf(store.get('a')!)).toEqual([5, -3]);
  });

  it('is the weights themselves without a decay', () => {
    const { store, average } = made(0);
    set(store, 2, 3);
    average.update();
    expect(averageOf(average)).toEqual([2, 3]);
  });

  it('gives its values to the parameters, and takes theirs, with numbers of its own', () => {
    const { store, average } = made();
    set(store, 5, 5);
    average.take();
    expect(valueOf(store.get('a')!)).toEqual([1, 1]);
    set(store, 8, 9);
    average.restart();
    set(store, 0, 0);
    expect(averageOf(average)).toEqual([8, 9]);
  });

  it('averages state too, as timm averages buffers', () => {
    const store = new ParameterStore(0);
    const state = store.state('running-mean', [1], constant(1));
    const average = new WeightAverage(store, 0.5);
    tf.tidy(() => state.assign(tf.tensor1d([3])));
    average.update();
    expect(averageOf(average)).toEqual([2]);
    average.take();
    expect(valueOf(state)).toEqual([2]);
    expect(store.trained()).toEqual([]);
  });

  it('keeps no tensor but the averages', () => {
    const before = tf.memory().numTensors;
    const { average } = made();
    expect(tf.memory().numTensors).toBe(before + 2);
    average.update();
    average.restart();
    average.take();
    expect(tf.memory().numTensors).toBe(before + 2);
  });
});
