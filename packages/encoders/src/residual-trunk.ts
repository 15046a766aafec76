import { mlpBranch, normalizeRows } from '@alignclip/backend';
import {
  defineComponent,
  Head,
  ImageEncoder,
  SharingStrategy,
  TextEncoder,
  type Modality,
  type Tensor2D,
  type TrainingPass,
} from '@alignclip/core';
import { LayerNorm, Parameters, type Linear, type Scope } from '@alignclip/nn';
import { z } from 'zod';
import {
  droppedBy,
  HeadInput,
  headInputShape,
  headSides,
  innerDropout,
  ofSides,
  torchLinear,
  type HeadSides,
} from './head-input';

const options = z.strictObject({
  ...headInputShape,
  width: z.int().positive().default(256).describe('width of the trunk'),
  layers: z.int().min(0).max(1000).default(2).describe('residual blocks of the trunk'),
  innerDropout,
});
type Options = z.output<typeof options>;

/**
 * A trunk on features: a matrix for each tower to the trunk's width, residual blocks x + dropout(W₂ GELU(W₁ LN(x))),
 * LayerNorm, projection. Under `shared` both towers hold one trunk and projection: SharedCLIP on pretrained encoders.
 */
export class ResidualTrunk implements Head {
  readonly embeddingWidth: number;
  private readonly input: HeadInput;
  private readonly trunks: Readonly<Record<Modality, Trunk>>;

  constructor(sides: HeadSides, given: z.input<typeof options>) {
    const parsed = options.parse(given);
    this.embeddingWidth = parsed.embeddingWidth;
    this.input = new HeadInput(sides, parsed.width, parsed);
    this.trunks = ofSides((modality) => new Trunk(sides[modality].scope, parsed, `head/${modality}`));
  }

  embed(features: Tensor2D, modality: Modality, pass?: TrainingPass): Tensor2D {
    return normalizeRows(this.project(features, modality, pass));
  }

  project(features: Tensor2D, modality: Modality, pass?: TrainingPass): Tensor2D {
    return this.trunks[modality].project(this.input.apply(features, modality, pass), pass); // [N, d]
  }
}

/** One side of the trunk; under `shared` the other side has the same parameters. */
class Trunk {
  private readonly blocks: readonly Block[];
  private readonly norm: LayerNorm;
  private readonly projection: Linear;

  constructor(scope: Scope, { width, layers, embeddingWidth, innerDropout }: Options, name: string) {
    const blocks = scope.child('blocks');
    this.blocks = Array.from(
      { length: layers },
      (_, i) => new Block(blocks.child(i), width, innerDropout, `${name}/blocks/${i}`),
    );
    this.norm = new LayerNorm(scope.child('post-norm'), width);
    this.projection = torchLinear(scope.child('projection'), width, embeddingWidth);
  }

  project(rows: Tensor2D, pass: TrainingPass | undefined): Tensor2D {
    const x = this.blocks.reduce((before, block) => block.apply(before, pass), rows);
    return this.projection.apply(this.norm.apply(x));
  }
}

class Block {
  private readonly norm: LayerNorm;
  private readonly input: Linear;
  private readonly output: Linear;

  constructor(
    scope: Scope,
    width: number,
    private readonly rate: number,
    private readonly name: string,
  ) {
    this.norm = new LayerNorm(scope.child('norm-1'), width);
    this.input = torchLinear(scope.child('mlp/input'), width, width);
    this.output = torchLinear(scope.child('mlp/output'), width, width);
  }

  apply(x: Tensor2D, pass: TrainingPass | undefined): Tensor2D {
    const { norm, input, output } = this;
    return mlpBranch(x, { norm, input, output, dropped: droppedBy(pass, this.rate, this.name) });
  }
}

export const residualTrunk = defineComponent(Head)({
  type: 'residual-trunk',
  options,
  inject: [Parameters, SharingStrategy, ImageEncoder, TextEncoder],
  create: (options, parameters, sharing, image, text) =>
    new ResidualTrunk(headSides(parameters, sharing, { image, text }), options),
});
