import { tf } from '@alignclip/backend';
import type { LossDraws, Scalar, Tensor, Tensor2D } from '@alignclip/core';
import type { Computed, RemedyCase } from './remedy-cases';

/** What a loss of a case is computed of: matrices by role, scalars by name. */
export type Given = Readonly<Record<string, Tensor2D>> & Readonly<Record<'logitScale', Scalar>>;

const capital = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

/** `loss`, its gradient `grad<Role>` by each matrix of the case and its derivative `d<Name>` by each of the scalars. */
export function differentiated(
  given: RemedyCase,
  scalars: Readonly<Record<string, number>>,
  loss: (values: Given) => Scalar,
): Computed {
  const roles = Object.keys(given.entry.inputs).filter((role) => given.tensor(role).dtype === 'F32');
  const names = [...roles, ...Object.keys(scalars)];
  return tf.tidy(() => {
    const values = [...roles.map((role) => tensorOf(given, role)), ...Object.values(scalars).map((s) => tf.scalar(s))];
    const ofAll = (...all: Tensor[]): Scalar => {
      const untouched = tf.addN(all.map((value) => tf.mul(0, tf.sum(value)))); // tf.grads refuses unused inputs
      return tf.add(loss(Object.fromEntries(names.map((name, i) => [name, all[i]])) as unknown as Given), untouched);
    };
    const { value, grads } = tf.valueAndGrads(ofAll)(values);
    const gradients = names.map((name, i) => {
      const key = name in scalars ? `d${capital(name)}` : `grad${capital(name)}`;
      return [key, grads[i]!.dataSync()];
    });
    return { loss: value.dataSync()[0]!, ...(Object.fromEntries(gradients) as Computed) };
  });
}

export function tensorOf(given: RemedyCase, role: string): Tensor2D {
  const { rows, columns, values } = given.matrix(role);
  return tf.tensor2d(Float32Array.from(values), [rows, columns]);
}

/** Draws that give what a case says. */
export const givenDraws = (draws: Partial<LossDraws>): LossDraws => {
  const none = () => {
    throw new Error('the case gives no such draw');
  };
  return { uniform: none, normal: none, beta: none, ...draws };
};
