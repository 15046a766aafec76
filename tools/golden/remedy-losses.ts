import { tf } from '@alignclip/backend';
import type { Scalar } from '@alignclip/core';
import {
  alignment,
  brownianBridge,
  cauchySchwarzDivergence,
  centroidUniformity,
  clip,
  crossMix,
  cyclicConsistency,
  factorAt,
  geodesicMixup,
  hybridDistillation,
  infoLoob,
  inModalContrast,
  inModalUniformity,
  orthogonality,
  randomFeatureAlignment,
  volumeContrast,
  volumes,
} from '@alignclip/losses';
import { Objective } from '@alignclip/training';
import type { Compute, RemedyCase } from './remedy-cases';
import { differentiated, givenDraws } from './remedy-gradients';

const one = tf.scalar;
const scaleOf = (given: RemedyCase) => ({ logitScale: given.number('logitScale') });
const formOf = (given: RemedyCase) => given.text('form') as 'official' | 'paper';

/** The rows of a case's role as they are drawn, by whoever asks. */
const rowsOf = (given: RemedyCase, role: string) => () => Float32Array.from(given.matrix(role).values);

const clipLoss = (given: RemedyCase, scale: number): number =>
  differentiated(given, { logitScale: scale }, ({ image, text, logitScale }) =>
    clip.make({}).compute({ image: image!, text: text!, logitScale }),
  )['loss'] as number;

/** m² and m³: the official code adds the parts to CLIP's loss, which stands beside them. */
const mixup: Compute = (given) => {
  const [logitScale, mixScale] = [given.number('logitScale'), given.number('mixScale')];
  const names = { vmix: 'images', lmix: 'texts', vlmix: 'together', mmmix: 'across' } as const;
  const on = Object.keys(names).filter((name) => given.number(name) > 0) as (keyof typeof names)[];
  const lambdas = given.entry.options['lambdas'] as number[];
  const lambdaOf = (asked: string) => lambdas[on.findIndex((name) => asked.endsWith(names[name]))]!;
  const draws = givenDraws({
    uniform: () => Float32Array.from({ length: given.matrix('image').rows }, (_, i) => i),
    beta: (name) => lambdaOf(name),
  });
  const weights = Object.fromEntries(Object.entries(names).map(([name, ours]) => [ours, given.number(name)]));
  const across = given.flag('separateScale') && given.number('mmmix') > 0;
  const options = { ...weights, ...(across && { across: 0 }), originalNegatives: given.flag('originalNegatives') };
  const computed = differentiated(given, { logitScale, mixScale }, ({ image, text, logitScale, ...scales }) => {
    const term = geodesicMixup.make(options).compute({ image: image!, text: text!, logitScale, draws });
    if (!across) return term;
    const own = crossMix(image!, text!, scales['mixScale'] as unknown as Scalar, lambdaOf('across'));
    return tf.add(term, tf.mul(given.number('mmmix'), own));
  });
  return { clip: clipLoss(given, logitScale), ...computed };
};

/** The loss terms, by the names of the golden sets. */
export const losses: Readonly<Record<string, Compute>> = {
  'loss/pair-alignment': (given) =>
    differentiated(given, {}, ({ image, text }) =>
      alignment.make({}).compute({ image: image!, text: text!, logitScale: one(1) }),
    ),
  'loss/centroid-uniformity': (given) =>
    differentiated(given, {}, ({ image, text }) =>
      centroidUniformity
        .make({ form: formOf(given), t: given.number('t') })
        .compute({ image: image!, text: text!, logitScale: one(1) }),
    ),
  'loss/modgap': (given) => {
    const terms = [
      clip.make({}),
      alignment.make({ weight: given.number('alignment') }),
      centroidUniformity.make({ weight: given.number('uniformity'), form: formOf(given) }),
    ];
    return differentiated(
      given,
      scaleOf(given),
      ({ image, text, logitScale }) => new Objective(terms).evaluate({ image: image!, text: text!, logitScale }).total,
    );
  },
  'loss/modgap-weights': (given) => {
    const [steps, total] = [given.entry.options['steps'] as number[], given.number('totalSteps')];
    const start = given.number('warmupEpochs') / 100;
    const schedule = { type: 'three-phase', start, end: start + given.number('changeEpochs') / 100 } as const;
    const weights = (from: number, to: number) =>
      steps.map((step) => factorAt({ ...schedule, from, to }, step / total));
    return { uniformity: weights(1, 0), alignment: weights(1, 2) };
  },
  'loss/cauchy-schwarz': (given) =>
    differentiated(given, { sigma: given.number('sigma') }, ({ image, text, ...rest }) =>
      cauchySchwarzDivergence(image!, text!, rest['sigma'] as unknown as Scalar),
    ),
  'loss/geodesic-mixup': mixup,
  'loss/m3-mix': mixup,
  'loss/random-feature-alignment': (given) =>
    differentiated(given, {}, ({ image, text }) =>
      randomFeatureAlignment.make({ form: formOf(given) }).compute({
        ...{ image: image!, text: text!, imageRaw: image!, textRaw: text!, logitScale: one(1) },
        draws: givenDraws({ normal: rowsOf(given, 'random') }),
      }),
    ),
  'loss/hybrid-distillation': (given) =>
    differentiated(given, {}, ({ image, text, teacherImage, teacherText }) => {
      const frozen = { imageRaw: teacherImage!, textRaw: teacherText!, image: image!, text: text!, logitScale: one(1) };
      return hybridDistillation
        .make({ alpha: given.number('alpha'), temperature: given.number('temperature') })
        .compute({ image: image!, text: text!, imageRaw: image!, textRaw: text!, frozen, logitScale: one(1) });
    }),
  'loss/orthogonality': (given) =>
    differentiated(given, {}, ({ image, text, imageOther, textOther }) =>
      orthogonality({ image: image!, text: text! }, { image: imageOther!, text: textOther! }),
    ),
  'loss/in-modal-uniformity': (given) =>
    differentiated(given, {}, ({ imageOther, textOther }) => inModalUniformity(imageOther!, textOther!)),
  'loss/brownian-bridge': (given) =>
    differentiated(given, {}, ({ image, text, imageView }) =>
      brownianBridge.make({ t: given.number('t') }).compute({
        ...{ image: image!, text: text!, imageView: imageView!, logitScale: one(1) },
        ...{ firstView: image!, secondView: image! },
      }),
    ),
  'loss/geometric-consistency': (given) =>
    differentiated(given, {}, ({ image, text }) =>
      cyclicConsistency.make({ inModal: 1, crossModal: 1 }).compute({ image: image!, text: text!, logitScale: one(1) }),
    ),
  'loss/in-modal-contrast': (given) =>
    differentiated(given, scaleOf(given), ({ image, text, imageView, textView, logitScale }) =>
      inModalContrast.make({}).compute({
        ...{ image: image!, text: text!, imageView: imageView!, textView: textView!, logitScale },
        ...{ firstView: image!, secondView: image!, textViewFeatures: text! },
      }),
    ),
  'loss/info-loob': (given) => {
    const hopfield = given.entry.options['hopfield'] as number | null;
    return differentiated(given, scaleOf(given), ({ image, text, logitScale }) =>
      infoLoob.make({ ...(hopfield !== null && { hopfield }) }).compute({ image: image!, text: text!, logitScale }),
    );
  },
  'loss/gram': (given) =>
    differentiated(given, { temperature: given.number('temperature') }, ({ image, text, third, ...rest }) =>
      volumeContrast(
        volumes(text!, image!, third),
        tf.div<Scalar>(1, rest['temperature'] as unknown as Scalar),
        given.number('labelSmoothing'),
      ),
    ),
};
