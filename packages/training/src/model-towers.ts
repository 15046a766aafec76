import { normalizeRows, withPrecision } from '@alignclip/backend';
import {
  UserError,
  type EmbeddingHead,
  type Encoder,
  type Head,
  type ImageEncoder,
  type LossTerm,
  type Modality,
  type RowSimilarity,
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
  /** The towers whose trunks are frozen: they work as in evaluation, in float32 and without a training pass. */
  frozen: ReadonlySet<Modality> = new Set();
  /** What the loss terms ask for beside unit rows. */
  needs: ReadonlySet<Signal> = new Set();

  constructor(
    readonly imageEncoder: ImageEncoder,
    readonly textEncoder: TextEncoder,
    private readonly head?: Head,
    protected readonly embeddingHead: EmbeddingHead = {},
  ) {
    const { width } = embeddingHead;
    if (width !== undefined && width !== this.embeddingWidth)
      throw new UserError(
        `embeddingHead: its width is ${width}, that of the rows ${this.embeddingWidth}; set its option "width" to ${this.embeddingWidth}`,
      );
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

  /** The similarity of the embedding head's rows, where it isn't the inner product. */
  get similarity(): RowSimilarity | undefined {
    return this.embeddingHead.similarity;
  }

  /** The rows of one modality, [N, d], from its input or from features that are kept. */
  embedInput<Input extends Tensor>(tower: Encoder<Input>, input: Input | Tensor2D, pass?: TrainingPass): Tensor2D {
    return isFeatures(input) || this.takesRaw || this.head || this.frozen.has(tower.modality)
      ? this.embedFeatures(tower, this.featuresOf(tower, input, this.ofTrunk(tower, pass)), pass)
      : this.headed(tower.embed(input, pass), tower, pass);
  }

  /** The rows of a tower's features, [N, w] → [N, d]. */
  embedFeatures(tower: Encoder<never>, features: Tensor2D, pass?: TrainingPass): Tensor2D {
    if (this.takesRaw) return this.headed(this.projectFeatures(tower, features, pass), tower, pass);
    const unit = this.head?.embed(features, tower.modality, pass) ?? tower.embedFeatures!(features, pass);
    return this.headed(unit, tower, pass);
  }

  /** Rows with the rows before normalisation, as in evaluation. Throws UserError where a tower doesn't give them. */
  bothRows<Input extends Tensor>(tower: Encoder<Input>, input: Input | Tensor2D): Required<Omit<Side, 'features'>> {
    const raw = this.projectFeatures(tower, this.featuresOf(tower, input));
    return { rows: this.finished(raw, tower), raw };
  }

  /** Throws UserError where a tower doesn't give what the terms need, and where one can't compare the head's rows. */
  checkTerms(terms: readonly LossTerm[]): void {
    const own = terms.find(({ anySimilarity }) => this.similarity !== undefined && anySimilarity !== true);
    if (own)
      throw new UserError(
        `losses: ${own.symbol} takes inner products of unit rows, which the embeddingHead doesn't give`,
      );
    const needs = new Set(terms.flatMap((term) => term.needs ?? []));
    for (const tower of [this.imageEncoder, this.textEncoder] as readonly Encoder<never>[]) {
      const asksRaw = needs.has(`${tower.modality}Raw`) || needs.has('frozen') || this.takesRaw;
      if ((asksRaw || needs.has('features')) && tower.features === undefined) throw lacksFeatures(tower);
      const projects = this.head ? 'project' in this.head : 'projectFeatures' in tower;
      if (asksRaw && !projects) throw this.lacksRaw(tower);
    }
  }

  /** The rows of one modality, with raw rows and features where terms ask for them. */
  protected side<Input extends Tensor>(tower: Encoder<Input>, input: Input | Tensor2D, pass?: TrainingPass): Side {
    const [asksRaw, asksFeatures] = [this.needs.has(`${tower.modality}Raw`), this.needs.has('features')];
    if (!asksRaw && !asksFeatures) return { rows: this.embedInput(tower, input, pass) };
    const features = this.featuresOf(tower, input, this.ofTrunk(tower, pass));
    if (!asksRaw) return { rows: this.embedFeatures(tower, features, pass), features };
    const raw = this.projectFeatures(tower, features, pass);
    return { rows: this.finished(raw, tower, pass), raw, ...(asksFeatures && { features }) };
  }

  private get takesRaw(): boolean {
    return this.embeddingHead.embed !== undefined && this.embeddingHead.takes === 'raw';
  }

  /** From rows before normalisation to the rows that losses compare. */
  private finished(raw: Tensor2D, tower: Encoder<never>, pass?: TrainingPass): Tensor2D {
    return this.headed(this.takesRaw ? raw : normalizeRows(raw), tower, pass);
  }

  private headed(rows: Tensor2D, { modality }: Encoder<never>, pass?: TrainingPass): Tensor2D {
    return this.embeddingHead.embed?.(rows, modality, pass) ?? rows;
  }

  /** The training pass of a trunk; a frozen one works as in evaluation. */
  private ofTrunk({ modality }: Encoder<never>, pass?: TrainingPass): TrainingPass | undefined {
    return this.frozen.has(modality) ? undefined : pass;
  }

  /** Rows of a tower's features before normalisation, [N, w] → [N, d]. */
  private projectFeatures(tower: Encoder<never>, features: Tensor2D, pass?: TrainingPass): Tensor2D {
    const { modality } = tower;
    const raw = this.head ? this.head.project?.(features, modality, pass) : tower.projectFeatures?.(features, pass);
    if (raw !== undefined) return raw;
    throw this.lacksRaw(tower);
  }

  private lacksRaw({ modality }: Encoder<never>): UserError {
    const where = this.head ? 'the head has no "project"' : `the ${modality} encoder has no "projectFeatures"`;
    return new UserError(`rows before normalisation are needed by a loss term or the embeddingHead, but ${where}`);
  }

  protected featuresOf<Input extends Tensor>(tower: Encoder<Input>, input: Input | Tensor2D, pass?: TrainingPass) {
    if (isFeatures(input)) return input;
    if (tower.features === undefined) throw lacksFeatures(tower);
    const features = tower.features.bind(tower, input, pass);
    return this.frozen.has(tower.modality) ? withPrecision('float32', features) : features();
  }
}

const lacksFeatures = ({ modality }: Encoder<never>): UserError =>
  new UserError(`features are needed by a loss term or a head, but the ${modality} encoder offers none`);

/** Images are of rank 4 and token ids whole numbers. */
const isFeatures = (input: Tensor): input is Tensor2D => input.rank === 2 && input.dtype === 'float32';
