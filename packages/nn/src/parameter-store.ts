import { random, token, UserError, type Parameter, type Tensor, type Variable } from '@alignclip/core';
import { tf } from '@alignclip/backend';
import type { Initialiser } from './initialisers';

/** Every trained value of a run, by address. One address is one variable, however many towers ask for it. */
export class ParameterStore {
  private readonly variables = new Map<string, Variable>();
  private readonly askers = new Map<string, number>();

  constructor(private readonly seed: number) {}

  /**
   * The variable at `address`, made when first asked for. Its initial value depends on the seed and the address only,
   * so that variants start equal wherever they keep an address. Throws where two askers want different shapes.
   */
  parameter<const Shape extends readonly number[]>(
    address: string,
    shape: Shape,
    initialise: Initialiser,
  ): Parameter<Shape> {
    this.askers.set(address, (this.askers.get(address) ?? 0) + 1);
    const variable = this.variables.get(address) ?? this.add(address, this.create(address, shape, initialise));
    if (variable.shape.join() === shape.join()) return variable as Parameter<Shape>;
    throw new UserError(
      `parameter "${address}" is shared with two shapes, [${variable.shape.join(', ')}] and [${shape.join(', ')}]: ` +
        'share only parts that have the same width in both towers, or give the towers equal sizes',
    );
  }

  get addresses(): string[] {
    return [...this.variables.keys()];
  }

  get(address: string): Variable | undefined {
    return this.variables.get(address);
  }

  entries(): IterableIterator<[string, Variable]> {
    return this.variables.entries();
  }

  /** Leaves the value at an address as it is from now on. */
  freeze(address: string): void {
    this.known(address).trainable = false;
  }

  /** Those that are not frozen. */
  trained(): [string, Variable][] {
    return [...this.variables].filter(([, { trainable }]) => trainable);
  }

  /** How many towers hold the variable. */
  holders(address: string): number {
    return this.askers.get(address) ?? 0;
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
    return tf.tidy(() => tf.variable(tf.tensor(values, [...shape], 'float32')));
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

export const Parameters = token<ParameterStore>('parameters');
