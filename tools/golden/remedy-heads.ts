import { tf } from '@alignclip/backend';
import type { Scalar, Tensor, Tensor2D, TrainingPass, Variable } from '@alignclip/core';
import { BatchStandardisation, negativeTotalVariation, simplexHead, swapped } from '@alignclip/encoders';
import { clip } from '@alignclip/losses';
import { ParameterStore } from '@alignclip/nn';
import type { Compute, Computed, RemedyCase } from './remedy-cases';
import { differentiated, tensorOf } from './remedy-gradients';

const simplex: Compute = (given) =>
  differentiated(given, { logitScale: given.number('logitScale') }, ({ image, text, logitScale }) => {
    const head = simplexHead.make({});
    const shown = (rows: Tensor2D): Tensor2D => (given.text('rows') === 'raw' ? head.embed(rows) : rows);
    const batch = { image: shown(image!), text: shown(text!), logitScale };
    return clip.make({}).compute({ ...batch, similarity: negativeTotalVariation.between });
  });

const swap: Compute = (given) => {
  const form = given.text('kind') as 'hard' | 'soft';
  const mask = tf.tidy(() => {
    const { shape, data } = given.tensor('mask');
    return tf.keep(tf.tensor2d(Float32Array.from(data as ArrayLike<number>), shape as [number, number]));
  });
  const moved = (image: Tensor2D, text: Tensor2D) => swapped({ image, text }, mask, form, given.flag('renormalise'));
  const computed = differentiated(given, {}, ({ image, text }) =>
    clip.make({}).compute({ ...moved(image!, text!), logitScale: tf.scalar(given.number('logitScale')) }),
  );
  const rows = tf.tidy(() => {
    const { image, text } = moved(tensorOf(given, 'image'), tensorOf(given, 'text'));
    return { swappedImage: image.dataSync(), swappedText: text.dataSync() };
  });
  mask.dispose();
  return { ...computed, ...rows };
};

const path = (name: string): string => `embedding-head/image/${name}`;

/** Gradients of Σ upstream · output by the rows, the scale and the bias. */
function gradients(
  given: RemedyCase,
  head: BatchStandardisation,
  store: ParameterStore,
  rows: string,
  pass?: TrainingPass,
) {
  const name = pass ? 'train' : 'eval';
  const [weight, bias] = [store.get(path('scale'))!, store.get(path('bias'))!];
  const input = tf.variable(tensorOf(given, rows));
  const { grads } = tf.variableGrads(
    () => tf.sum<Scalar>(tf.mul(tensorOf(given, `${name}Upstream`), head.embed(input as Tensor2D, 'image', pass))),
    [input, weight, bias],
  );
  const of = ({ name: key }: Variable) => grads[key]!.dataSync();
  const found = { [`${name}GradRows`]: of(input), [`${name}GradWeight`]: of(weight), [`${name}GradBias`]: of(bias) };
  input.dispose();
  return found;
}

/** Batches in training mode, then one in evaluation mode. */
function standardisation(given: RemedyCase): Computed {
  const store = new ParameterStore(0);
  const settings = { epsilon: given.number('epsilon'), momentum: given.number('momentum'), renormalise: false };
  const head = new BatchStandardisation(store, given.matrix('batch0').columns, settings);
  const vector = (role: string) => tf.tensor1d(Float32Array.from(given.tensor(role).data as ArrayLike<number>));
  let found: Computed = {};
  const last = given.number('trainBatches') - 1;
  tf.tidy(() => {
    store.assign(path('scale'), vector('weight'));
    store.assign(path('bias'), vector('bias'));
    for (let i = 0; i <= last; i += 1) {
      const updates = new Map<Variable, Tensor>();
      const pass: TrainingPass = {
        words: () => new Int32Array(0),
        uniform: (_, columns) => tf.zeros([1, columns]),
        update: (state, value) => void updates.set(state, tf.keep(tf.clone(value))),
      };
      if (i === last) found = { ...found, ...gradients(given, head, store, `batch${i}`, pass) };
      const output = head.embed(tensorOf(given, `batch${i}`), 'image', pass).dataSync();
      for (const [state, value] of updates) state.assign(value);
      tf.dispose([...updates.values()]);
      const running = (name: string) => store.get(path(name))!.dataSync();
      found = {
        ...{ ...found, [`output${i}`]: output, [`runningMean${i}`]: running('running-mean') },
        [`runningVariance${i}`]: running('running-variance'),
      };
    }
    const evaluated = `batch${last + 1}`;
    const evalOutput = head.embed(tensorOf(given, evaluated), 'image').dataSync();
    found = { ...found, evalOutput, ...gradients(given, head, store, evaluated) };
  });
  store.dispose();
  return found;
}

/** The embedding heads, by the names of the golden sets. */
export const heads: Readonly<Record<string, Compute>> = {
  'loss/simplex': simplex,
  'temperature/swap': swap,
  'temperature/batch-standardisation': standardisation,
};
