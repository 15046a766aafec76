import { tf } from '@alignclip/backend';
import type { EmbeddedBatch, Scalar, Temperature } from '@alignclip/core';
import { clip } from '@alignclip/losses';
import { ParameterStore } from '@alignclip/nn';
import { learnedLogitScale, scheduledTau, softplusLogitScale } from '@alignclip/training';
import type { Compute, Computed, RemedyCase } from './remedy-cases';
import { tensorOf } from './remedy-gradients';

const unbounded = { minimum: 1e-6, maximum: 1e6 };

function temperatureOf(given: RemedyCase, store: ParameterStore): Temperature {
  const start = given.number('initial');
  if (given.text('parametrisation') === 'softplus') return softplusLogitScale.make({ start, ...unbounded }, store);
  const divisor = given.number('divisor');
  return learnedLogitScale.make({ start, ...unbounded, ...(divisor !== 1 && { divisor }) }, store);
}

/** Plain gradient descent on the temperature's parameter alone, as the case says. */
function descent(given: RemedyCase): Computed {
  const store = new ParameterStore(0);
  const temperature = temperatureOf(given, store);
  const parameter = store.get(store.addresses[0]!)!;
  const rate = given.number('rate') * given.number('rateScale');
  const seen: Record<string, number[]> = { parameter: [], logitScale: [], loss: [], slope: [], gradient: [] };
  const number = (tensor: { dataSync(): ArrayLike<number> }) => tensor.dataSync()[0]!;
  for (let step = 0; step <= given.number('steps'); step += 1)
    tf.tidy(() => {
      const [image, text] = [tensorOf(given, 'image'), tensorOf(given, 'text')];
      const batch = (): EmbeddedBatch => ({ image, text, logitScale: temperature.logitScale() });
      const { value, grads } = tf.variableGrads(() => clip.make({}).compute(batch()), [parameter]);
      const slope = tf.variableGrads(() => tf.mul<Scalar>(temperature.logitScale(), 1), [parameter]).grads;
      const gradient = grads[parameter.name]!;
      seen['parameter']!.push(number(parameter));
      seen['logitScale']!.push(number(temperature.logitScale()));
      seen['loss']!.push(number(value));
      seen['slope']!.push(number(slope[parameter.name]!));
      seen['gradient']!.push(number(gradient));
      parameter.assign(tf.sub(parameter, tf.mul(rate, gradient)));
    });
  store.dispose();
  return seen;
}

/** The temperature policies, by the names of the golden sets. */
export const temperatures: Readonly<Record<string, Compute>> = {
  'temperature/linear-schedule': (given) => {
    const ends = { form: 'linear', from: given.number('from'), to: given.number('to') } as const;
    const temperature = (given.entry.options['progress'] as number[]).map((progress) => scheduledTau(ends, progress));
    return { temperature, logitScale: temperature.map((tau) => 1 / tau) };
  },
  'temperature/learned-scale': descent,
};
