import { UserError } from '@alignclip/core';

export type Shape = readonly number[];

/** How errors speak of the parameters. */
export interface Wording {
  /** What has them, e.g. "the checkpoint". */
  readonly noun: string;
  /** What the file calls the parameter at an address. */
  readonly nameOf: (address: string) => string;
}

/** By address, as in files of our own. */
const addressWording: Wording = { noun: 'the file', nameOf: (address) => address };

/** The shapes of a model's parameters by address; what both towers share is found under either. */
export class ParameterShapes {
  constructor(
    private readonly shapes: ReadonlyMap<string, Shape>,
    private readonly wording: Wording = addressWording,
  ) {}

  has(address: string): boolean {
    return this.find(address) !== undefined;
  }

  /** What the file calls the parameter at an address. */
  nameOf(address: string): string {
    return this.wording.nameOf(address);
  }

  /** Throws UserError naming a parameter that is missing, has another rank or is empty. */
  of(address: string, rank: number): Shape {
    const shape = this.find(address);
    const name = this.wording.nameOf(address);
    if (shape === undefined) throw new UserError(`${this.wording.noun} has no parameter "${name}"`);
    if (shape.length === rank && shape.every((size) => size > 0)) return shape;
    throw new UserError(`parameter "${name}" has shape [${shape.join(', ')}], expected ${rank} dimensions above 0`);
  }

  /** The count of distinct numbers after a prefix. */
  count(prefix: string): number {
    const prefixes = [prefix, sharedAddress(prefix)];
    const numbers = [...this.shapes.keys()].flatMap((address) => {
      const own = prefixes.find((one) => address.startsWith(one));
      return own === undefined ? [] : [address.slice(own.length).split('/')[0]];
    });
    return new Set(numbers).size;
  }

  /** Patches along an edge, from the rows of a table of positions with some that stand before the patches. */
  gridEdge(address: string, before: number): number {
    const [rows = 0] = this.of(address, 2);
    const edge = Math.round(Math.sqrt(rows - before));
    if (edge >= 1 && edge * edge + before === rows) return edge;
    const name = this.wording.nameOf(address);
    const others = before > 0 ? ' and a class token' : '';
    throw new UserError(`parameter "${name}" has ${rows} rows: not a square of patches${others}`);
  }

  private find(address: string): Shape | undefined {
    return this.shapes.get(address) ?? this.shapes.get(sharedAddress(address));
  }
}

/** The address of the same path where both towers share it. */
export const sharedAddress = (address: string): string => address.replace(/^(?:image|text)\//, 'shared/');
