/** What the check of one golden file found. */
export interface GoldenReport {
  readonly file: string;
  /** Numbers compared. */
  readonly checks: number;
  /** A line for each number that is too far off or wasn't compared. */
  readonly failures: string[];
  /** The largest ratio of error to tolerance; 1 is the limit. */
  readonly worst: number;
  /** Why the file can't be checked yet. */
  readonly notYet?: string;
}
