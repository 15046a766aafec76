/** How a number is written. */
export interface NumberFormat {
  /** Fractions that are shown times 100. */
  readonly percent: boolean;
  /** Decimals shown. */
  readonly digits: number;
}
