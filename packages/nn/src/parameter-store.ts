import { inOwnMemory, tf } from '@alignclip/backend';
import { random, token, UserError, type Modality, type Parameter, type Tensor, type Variable } from '@alignclip/core';
import type { Initialiser } from './initialisation-scheme';

/** Who asks for a parameter: a tower, by the path within it. */
export type Asker = Readonly<{ tower: Modality; path: string }>;

/** All values of a model, by address: parameters, and state. One address is one variable, however many towers use it. */
export class ParameterStore {
  private readonly variables = new Map<string, Variable>();
  private readonly users = new Map<string, (Modality | undefined)[]>();
  private readonly states = new Set<string>();
  /** Shares of the learning rate by address, 1 for all others. */
  readonly rates = new Map<string, number>();

  constructor(private readonly seed: number) {}

  /**
   * The variable at `address`, created on first use. Its initial value depends on the seed and the address only, so
   * variants start equal at the addresses they have in common. Throws UserError where two towers need different shapes, or
   * where a tensor can't have so many values.
   */
  parameter<const Shape extends readonly number[]>(
    address: string,
    shape: Shape,
    initialise: Initialiser,
    asker?: Asker,
  ): Parameter<Shape> {
    checkSize(address, shape);
    this.users.set(address, [...(this.users.get(address) ?? []), asker?.tower]);
    const variable = this.variables.get(address) ?? this.add(address, this.create(address, shape, initialise));
    if (variable.shape.join() !== shape.join()) throw twoShapes(address, variable.shape, shape);
    return variable as Parameter<Shape>;
  }

  /**
   * State at `address`, such as a running mean: it belongs to the model as a parameter does, but has no gradient, no
   * moments and no decay, and isn't counted. `TrainingPass.update` gives it its next value.
   */
  state<const Shape extends readonly number[]>(
    address: string,
    shape: Shape,
    initialise: Initialiser,
    asker?: Asker,
  ): Parameter<Shape> {
    const variable = this.parameter(address, shape, initialise, asker);
    variable.trainable = false;
    this.states.add(address);
    return variable;
  }

  isState(address: string): boolean {
    return this.states.has(address);
  }

  /** Of the parameters, in the order in which they were made. */
  get addresses(): string[] {
    return [...this.variables.keys()].filter((address) => !this.states.has(address));
  }

  get(address: string): Variable | undefined {
    return this.variables.get(address);
  }

  /** Parameters and state. */
  entries(): IterableIterator<[string, Variable]> {
    return this.variables.entries();
  }

  /** Excludes the value at an address from training. */
  freeze(address: string): void {
    this.known(address).trainable = false;
  }

  /** Frees the values at these addresses, which nothing uses. */
  remove(addresses: readonly string[]): void {
    for (const address of addresses) {
      this.known(address).dispose();
      this.variables.delete(address);
    }
  }

  /** The parameters that are not frozen. */
  trained(): [string, Variable][] {
    return [...this.variables].filter(([, { trainable }]) => trainable);
  }

  /** The number of towers that use the variable. */
  holders(address: string): number {
    return this.users.get(address)?.length ?? 0;
  }

  /** The tower that alone holds the variable, if one does. */
  holder(address: string): Modality | undefined {
    const [first, ...others] = this.users.get(address) ?? [];
    return others.length === 0 ? first : undefined;
  }

  assign(address: string, value: Tensor): void {
    this.known(address).assign(value);
  }

  dispose(): void {
    for (const variable of this.variables.values()) variable.dispose();
    this.variables.clear();
  }

  /** A new variable with its initial value. */
  protected create(address: string, shape: readonly number[], initialise: Initialiser): Variable {
    const values = initialise(shape, random(this.seed, 'parameter', address));
    return tf.tidy(() => tf.variable(inOwnMemory(tf.tensor(values, [...shape], 'float32'))));
  }

  private known(address: string): Variable {
    const variable = this.variables.get(address);
    if (variable === undefined) throw new UserError(`no parameter "${address}" in this model`);
    return variable;
  }

  private add(address: string, variable: Variable): Variable {
    this.variables.set(address, variable);
    return variable;
  }
}

/** TensorFlow counts the values of a tensor in 32 bits where it is faster. */
const maximumSize = 2 ** 31 - 1;

function checkSize(address: string, shape: readonly number[]): void {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size <= maximumSize) return;
  throw new UserError(
    `parameter "${address}" would be [${shape.join(', ')}], ${size.toLocaleString('en-US')} values; the maximum is ` +
      `${maximumSize.toLocaleString('en-US')}: choose smaller sizes`,
  );
}

/** The error of two towers that need one parameter in two shapes. */
export const twoShapes = (address: string, one: readonly number[], other: readonly number[]): UserError =>
  new UserError(
    `parameter "${address}" is shared with two shapes, [${one.join(', ')}] and [${other.join(', ')}]: ` +
      'share only parts that have the same width in both towers, or give the towers equal sizes',
  );

export const Parameters = token<ParameterStore>('parameters');
