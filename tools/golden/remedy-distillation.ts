import { normalizeRows, tf } from '@alignclip/backend';
import type { EmbeddedBatch, FrozenRows, LossTerm } from '@alignclip/core';
import {
  contrastiveDistillation,
  crossDistillation,
  featureDistillation,
  interactiveContrast,
} from '@alignclip/losses';
import { ParameterStore } from '@alignclip/nn';
import type { Compute, Computed, RemedyCase } from './remedy-cases';
import { differentiated, tensorOf, type Given } from './remedy-gradients';

/** CLIP-KD normalises the student's rows inside its loss, as our towers do before it; the teacher's are taken as they are. */
const batchOf = ({ image, text, teacherImage, teacherText }: Given, teacherScale: number): EmbeddedBatch => {
  const frozen: FrozenRows = {
    ...{ image: teacherImage!, text: teacherText!, imageRaw: teacherImage!, textRaw: teacherText! },
    logitScale: tf.scalar(teacherScale),
  };
  return { image: normalizeRows(image!), text: normalizeRows(text!), frozen, logitScale: tf.scalar(1) };
};

const teacherScaleOf = (given: RemedyCase): number =>
  'teacherScale' in given.entry.options ? given.number('teacherScale') : 1;

/** A term with a trained scale of its own, by which it is differentiated too. */
function withCrossScale(
  given: RemedyCase,
  make: (options: { scale: number }, store: ParameterStore) => LossTerm,
): Computed {
  const store = new ParameterStore(0);
  const term = make({ scale: given.number('crossScale') }, store);
  const scale = store.get(store.addresses[0]!)!;
  const rows = differentiated(given, {}, (values) => term.compute(batchOf(values, teacherScaleOf(given))));
  const dCrossScale = tf.tidy(() => {
    const roles = Object.keys(given.entry.inputs).map((role) => [role, tensorOf(given, role)] as const);
    const batch = batchOf(Object.fromEntries(roles) as Given, teacherScaleOf(given));
    const { grads } = tf.variableGrads(() => term.compute(batch), [scale]);
    return grads[scale.name]!.dataSync()[0]!;
  });
  store.dispose();
  return { ...rows, dCrossScale };
}

/** The losses of CLIP-KD, by the names of the golden sets. */
export const distillation: Readonly<Record<string, Compute>> = {
  'loss/feature-distillation': (given) =>
    differentiated(given, {}, (values) => featureDistillation.make({}).compute(batchOf(values, 1))),
  'loss/contrastive-distillation': (given) =>
    differentiated(given, { logitScale: given.number('logitScale') }, (values) => {
      const batch = { ...batchOf(values, teacherScaleOf(given)), logitScale: values.logitScale };
      return contrastiveDistillation.make({}).compute(batch);
    }),
  'loss/interactive-contrast': (given) =>
    withCrossScale(given, (options, store) => interactiveContrast.make(options, store)),
  'loss/cross-distillation': (given) =>
    withCrossScale(given, (options, store) => crossDistillation.make(options, store)),
};
