/** The k largest products that each row has met, the largest first; of equal ones the first that was met. */
export class NearestTable {
  readonly indices: Uint32Array; // [rows · k]
  /** What a product must exceed to be among them, [rows]. */
  readonly limits: Float64Array;
  private readonly values: Float64Array; // [rows · k]

  constructor(
    rows: number,
    readonly k: number,
  ) {
    this.indices = new Uint32Array(rows * k);
    this.values = new Float64Array(rows * k).fill(-Infinity);
    this.limits = new Float64Array(rows).fill(k > 0 ? -Infinity : Infinity);
  }

  /** Takes a product above the row's limit. */
  insert(row: number, index: number, product: number): void {
    const { k, indices, values } = this;
    const first = row * k;
    let at = first + k - 1;
    for (; at > first && product > values[at - 1]!; at -= 1) {
      values[at] = values[at - 1]!;
      indices[at] = indices[at - 1]!;
    }
    values[at] = product;
    indices[at] = index;
    this.limits[row] = values[first + k - 1]!;
  }
}
