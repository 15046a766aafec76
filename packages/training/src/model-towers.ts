import { normalizeRows } from '@alignclip/backend';
import {
  UserError,
  type Encoder,
  type Head,
  type ImageEncoder,
  type Modality,
  type Signal,
  type Tensor,
  type Tensor2D,
  type TextEncoder,
  type TrainingPass,
} from '@alignclip/core';

/** Rows of one modality. */
export interface Side {
  /** Unit rows, [N, d]. */
  readonly rows: Tensor2D;
  /** Before their normalisation. */
  readonly raw?: Tensor2D;
  /** [N, w] */
  readonly features?: Tensor2D;
}

/** The two towers, and the head on their features where there is one. */
export class ModelTowers {
  /** The towers whose trunks are frozen: they work as in evaluation, without a training pass. */
  frozen: ReadonlySet<Modality> = new Set();
  /** What the loss terms ask for beside unit rows. */
  needs: ReadonlySet<Signal> = new Set();

  constructor(
    readonly imageEncoder: ImageEncoder,
    readonly textEncoder: TextEncoder,
    private readonly head?: Head,
  ) {
    if (head !== undefined) return;
    const [image, text] = [imageEncoder.embeddingWidth, textEncoder.embeddingWidth];
    if (image !== text)
      throw new UserError(
        `imageEncoder.embeddingWidth = ${image} but textEncoder.embeddingWidth = ${text}: they must be equal`,
      );
  }

  get hasHead(): boolean {
    return this.head !== undefined;
  }

  towerOf(modality: Modality): ImageEncoder | TextEncoder {
    return modality === 'image' ? this.imageEncoder : this.textEncoder;
  }

  get embeddingWidth(): number {
    return (this.head ?? this.imageEncoder).embeddingWidth;
  }

  /** Unit rows of one modality, [N, d], from its input or from features that are kept. */
  embedInput<Input extends Tensor>(tower: Encoder<Input>, input: Input | Tensor2D, pass?: TrainingPass): Tensor2D {
    if (isFeatures(input)) return this.embedFeatures(tower, input, pass);
    if (this.frozen.has(tower.modality)) return this.embedFeatures(tower, tower.features!(input), pass);
    if (this.head === undefined) return tower.embed(input, pass);
    return this.head.embed(tower.features!(input, pass), tower.modality, pass);
  }

  /** Unit rows of a tower's features, [N, w] → [N, d]. */
  embedFeatures(tower: Encoder<never>, features: Tensor2D, pass?: TrainingPass): Tensor2D {
    return this.head?.embed(features, tower.modality, pass) ?? tower.embedFeatures!(features, pass);
  }

  /** Unit rows with the rows before normalisation, as in evaluation. Throws UserError where a tower doesn't give them. */
  bothRows<Input extends Tensor>(tower: Encoder<Input>, input: Input | Tensor2D): Required<Omit<Side, 'features'>> {
    const raw = this.projectFeatures(tower, this.featuresOf(tower, input));
    return { rows: normalizeRows(raw), raw };
  }

  /** Unit rows of one modality, with raw rows and features where terms ask for them. */
  protected side<Input extends Tensor>(tower: Encoder<Input>, input: Input | Tensor2D, pass?: TrainingPass): Side {
    const [asksRaw, asksFeatures] = [this.needs.has(`${tower.modality}Raw`), this.needs.has('features')];
    if (!asksRaw && !asksFeatures) return { rows: this.embedInput(tower, input, pass) };
    const features = this.featuresOf(tower, input, this.frozen.has(tower.modality) ? undefined : pass);
    if (!asksRaw) return { rows: this.embedFeatures(tower, features, pass), features };
    const raw = this.projectFeatures(tower, features, pass);
    return { rows: normalizeRows(raw), raw, ...(asksFeatures && { features }) };
  }

  /** Rows of a tower's features before normalisation, [N, w] → [N, d]. */
  private projectFeatures(tower: Encoder<never>, features: Tensor2D, pass?: TrainingPass): Tensor2D {
    const { modality } = tower;
    const raw = this.head ? this.head.project?.(features, modality, pass) : tower.projectFeatures?.(features, pass);
    if (raw !== undefined) return raw;
    const where = this.head ? 'the head has no "project"' : `the ${modality} encoder has no "projectFeatures"`;
    throw new UserError(`losses: a term needs rows before normalisation, but ${where}`);
  }

  private featuresOf<Input extends Tensor>(tower: Encoder<Input>, input: Input | Tensor2D, pass?: TrainingPass) {
    if (isFeatures(input)) return input;
    if (tower.features) return tower.features(input, pass);
    throw new UserError(`losses: a term needs features, but the ${tower.modality} encoder offers none`);
  }
}

/** Images are of rank 4 and token ids whole numbers. */
const isFeatures = (input: Tensor): input is Tensor2D => input.rank === 2 && input.dtype === 'float32';
