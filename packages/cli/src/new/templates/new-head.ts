import {
  defineComponent,
  Head,
  headScope,
  ImageEncoder,
  normal,
  Parameters,
  SharingStrategy,
  TextEncoder,
  tf,
  UserError,
  z,
  type Modality,
  type Scope,
} from 'alignclip';

const options = z.strictObject({
  embeddingWidth: z.int().positive().default(256).describe('width d of the shared space'),
});

interface Side {
  readonly scope: Scope;
  /** w, the width of the tower's features. */
  readonly width: number;
}

/** e = x W_m / ‖x W_m‖: one matrix W_m for each tower, where x holds its features. */
export function newHeadOn(sides: Readonly<Record<Modality, Side>>, given: z.output<typeof options>): Head {
  const { embeddingWidth } = given;
  const matrix = ({ scope, width }: Side) =>
    scope.parameter('adapter/kernel', [width, embeddingWidth], normal(width ** -0.5));
  const matrices = { image: matrix(sides.image), text: matrix(sides.text) };
  return {
    embeddingWidth,
    embed: (features, modality) => {
      const rows = tf.matMul(features, matrices[modality]);
      return tf.div(rows, tf.norm(rows, 2, 1, true)); // [N, d]
    },
  };
}

/** The head of `newHeadOn` with its parameters at the addresses of the sharing strategy. */
export const newHead = defineComponent(Head)({
  type: 'new-head',
  options,
  inject: [Parameters, SharingStrategy, ImageEncoder, TextEncoder],
  create: (given, parameters, sharing, image, text) => {
    const side = ({ modality, featureWidth: width }: ImageEncoder | TextEncoder): Side => {
      if (width === undefined) throw new UserError(`head: the ${modality} encoder offers no features`);
      return { scope: headScope(parameters, sharing, modality), width };
    };
    return newHeadOn({ image: side(image), text: side(text) }, given);
  },
});
