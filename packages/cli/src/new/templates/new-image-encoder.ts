import {
  defineComponent,
  ImageEncoder,
  normal,
  Parameters,
  SharingStrategy,
  tf,
  towerScope,
  z,
  type Scope,
} from 'alignclip';

const options = z.strictObject({
  imageSize: z.int().positive().default(32).describe('edge of the input in pixels'),
  embeddingWidth: z.int().positive().default(128).describe('d, the same in both towers'),
});

/** v = x W / ‖x W‖, where x holds the pixels of an image: a tower without layers. */
export function newImageEncoderTower(scope: Scope, given: z.output<typeof options>): ImageEncoder {
  const { imageSize, embeddingWidth } = given;
  const inputs = imageSize ** 2 * 3;
  const kernel = scope.parameter('patch-embedding/kernel', [inputs, embeddingWidth], normal(inputs ** -0.5));
  return {
    modality: 'image',
    size: imageSize,
    embeddingWidth,
    embed: (images) => {
      const rows = tf.matMul(tf.reshape(images, [images.shape[0], inputs]), kernel);
      return tf.div(rows, tf.norm(rows, 2, 1, true)); // [N, d]
    },
  };
}

/** The tower of `newImageEncoderTower` with its parameters at the addresses of the sharing strategy. */
export const newImageEncoder = defineComponent(ImageEncoder)({
  type: 'new-image-encoder',
  options,
  inject: [Parameters, SharingStrategy],
  create: (given, parameters, sharing) => newImageEncoderTower(towerScope(parameters, sharing, 'image'), given),
});
