import { random, token, UserError, type Tensor, type Variable } from '@alignclip/core';
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
  parameter(address: string, shape: readonly number[], initialise: Initialiser): Variable {
    this.askers.set(address, (this.askers.get(address) ?? 0) + 1);
    const existing = this.variables.get(address);
    if (existing === undefined) return this.create(address, shape, initialise);
    if (existing.shape.join() === shape.join()) return existing;
    throw new UserError(
      `parameter "${address}" is shared with two shapes, [${existing.shape.join(', ')}] and [${shape.join(', ')}]: ` +
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

  /** How many towers hold the variable. */
  holders(address: string): number {
    return this.askers.get(address) ?? 0;
  }

  assign(address: string, value: Tensor): void {
    const variable = this.variables.get(address);
    if (variable === undefined) throw new UserError(`no parameter "${address}" in this model`);
    variable.assign(value);
  }

  dispose(): void {
    for (const variable of this.variables.values()) variable.dispose();
    this.variables.clear();
  }

  private create(address: string, shape: readonly number[], initialise: Initialiser): Variable {
    const values = initialise(shape, random(this.seed, 'parameter', address));
    const variable = tf.tidy(() => tf.variable(tf.tensor(values, [...shape], 'float32')));
    this.variables.set(address, variable);
    return variable;
  }
}

export const Parameters = token<ParameterStore>('parameters');
