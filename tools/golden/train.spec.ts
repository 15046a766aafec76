import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { tf } from '@alignclip/backend';
import { describeWhere } from '@alignclip/core/testing';
import { AdamW } from '@alignclip/nn';
import { goldenFolder } from './golden-folder';
import { checkTrain, type MakeOptimizer } from './train';

/** AdamW that lets biases decay, as the official code does not. */
const withDecayedBiases: MakeOptimizer = (parameters, options) => {
  const optimizer = new AdamW(parameters, options);
  const step = optimizer.apply.bind(optimizer);
  optimizer.apply = (gradients, rate) => {
    const biases = Object.keys(gradients).filter((address) => address.endsWith('bias'));
    expect(biases.length).toBeGreaterThan(0);
    for (const address of biases)
      tf.tidy(() => parameters.assign(address, tf.mul(parameters.get(address)!, 1 - rate * options.weightDecay)));
    step(gradients, rate);
  };
  return optimizer;
};

const wrong: Readonly<Record<string, MakeOptimizer>> = {
  'another ε': (parameters, options) =>
    new AdamW(parameters, { ...options, epsilon: options.epsilon === 1e-8 ? 1e-6 : 1e-8 }),
  'biases that decay': withDecayedBiases,
  'positions that do not decay': (parameters, options) =>
    new AdamW(parameters, { ...options, noDecay: ['**/position*'] }),
  'another β₂': (parameters, options) => new AdamW(parameters, { ...options, beta2: options.beta2 + 0.001 }),
  '1 % more decay': (parameters, options) =>
    new AdamW(parameters, { ...options, weightDecay: 1.01 * options.weightDecay }),
};

const there = existsSync(join(goldenFolder(), 'train.safetensors'));

describeWhere(there, 'the golden set has no train.safetensors', 'the golden check of training', () => {
  it.each(Object.keys(wrong))('sees %s in the trained weights', async (name) => {
    const { failures } = await checkTrain(goldenFolder(), wrong[name]);
    const inWeights = failures.filter((failure) => /\/final\/.*: root mean square error is/.test(failure));
    expect(inWeights.length).toBeGreaterThan(1);
  });
});
