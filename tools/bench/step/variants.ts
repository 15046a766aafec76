import { tf } from '@alignclip/backend';
import type { LossTerm, SharingStrategy, Teacher } from '@alignclip/core';
import { clip, crossModalitySeparation, intraModalitySeparation } from '@alignclip/losses';
import { separate, shared } from '@alignclip/sharing';
import type { Variant } from './shapes';

export const sharing = (variant: Variant): SharingStrategy =>
  variant === 'CLIP' ? separate.make({}) : shared.make({});

export const losses = (variant: Variant): LossTerm[] =>
  variant === 'AlignCLIP' ? [crossModalitySeparation.make({}), intraModalitySeparation.make({})] : [clip.make({})];

/** A random S. */
export const noiseTeacher: Teacher = {
  name: 'noise',
  similarity: ({ captions: { length } }) =>
    Promise.resolve(
      tf.tidy(() => {
        const noise = tf.randomUniform([length, length], 0, 1, 'float32', 1);
        const symmetric = tf.div(tf.add(noise, tf.transpose(noise)), 2);
        return tf.maximum<tf.Tensor2D>(symmetric, tf.eye(length));
      }),
    ),
};
