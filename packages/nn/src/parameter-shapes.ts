import type { Modality, Parameter, SharingStrategy, UserError, Variable } from '@alignclip/core';
import type { Initialiser } from './initialisation-scheme';
import { ParameterStore, twoShapes, type Asker } from './parameter-store';

/** The parameters of a run that is only planned: addresses, shapes and counts, no values and no memory. */
export class ParameterShapes extends ParameterStore {
  private readonly asked: Record<Modality, Map<string, readonly number[]>> = { image: new Map(), text: new Map() };
  private problem: UserError | undefined;

  constructor() {
    super(0);
  }

  /** Throws UserError where the towers can't share what they would have to. */
  checkSharing(sharing: SharingStrategy): void {
    sharing.check?.(this.asked);
    if (this.problem) throw this.problem;
  }

  /** As in training, but two shapes at one address are an error of `checkSharing`, which can say what would fit. */
  override parameter<const Shape extends readonly number[]>(
    address: string,
    shape: Shape,
    initialise: Initialiser,
    asker?: Asker,
  ): Parameter<Shape> {
    if (asker) this.asked[asker.tower].set(asker.path, shape);
    const known = asker && this.get(address);
    if (known === undefined || known.shape.join() === shape.join())
      return super.parameter(address, shape, initialise, asker);
    this.problem ??= twoShapes(address, known.shape, shape);
    return this.create(address, shape) as Parameter<Shape>;
  }

  protected override create(_address: string, shape: readonly number[]): Variable {
    const size = shape.reduce((product, length) => product * length, 1);
    return { shape, size, trainable: true, dispose: () => undefined } as unknown as Variable;
  }
}
