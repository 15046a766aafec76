import type { StoredTensor } from '../stored-tensor';
import type { Layout } from './layout';

/** Tensors by their names in a file. */
export type StateDict = ReadonlyMap<string, StoredTensor>;

/** A parameter's name in a file, our address, and its layout in the file; `#` stands for the number of a block. */
export type NameRow = readonly [official: string, address: string, layout: Layout];

export interface Named {
  readonly name: string;
  readonly layout: Layout;
}

/** Translates the names of one kind of file to addresses and back. */
export class Naming {
  private readonly rows: readonly { readonly official: RegExp; readonly address: RegExp; readonly row: NameRow }[];

  constructor(rows: readonly NameRow[]) {
    this.rows = rows.map((row) => ({ official: pattern(row[0]), address: pattern(row[1]), row }));
  }

  /** The address of a name; undefined where no row has it. */
  addressOf(official: string): Named | undefined {
    for (const { official: own, row } of this.rows) {
      const found = own.exec(official);
      if (found) return { name: filled(row[1], found.slice(1)), layout: row[2] };
    }
    return undefined;
  }

  /** The name at an address; undefined where no row has it. */
  officialOf(address: string): Named | undefined {
    for (const { address: own, row } of this.rows) {
      const found = own.exec(address);
      if (found) return { name: filled(row[0], found.slice(1)), layout: row[2] };
    }
    return undefined;
  }
}

const pattern = (template: string): RegExp =>
  new RegExp(`^${template.replace(/[.\\/]/g, '\\$&').replaceAll('#', '(0|[1-9]\\d{0,3})')}$`);

function filled(template: string, numbers: readonly string[]): string {
  let next = 0;
  return template.replace(/#/g, () => numbers[next++]!);
}
