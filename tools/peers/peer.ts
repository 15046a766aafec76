/** Somebody else's suite, data or values that ours are held against. */
export interface Peer {
  readonly name: string;
  /** Python packages with their versions, as pip takes them; installed in the folder of `peerPython`. */
  readonly packages?: readonly string[];
  /** Compares; every comparison is counted. Throws Skipped where it can't be had. */
  run(place: PeerPlace): Promise<void>;
}

export interface PeerPlace {
  /** An empty folder. */
  readonly folder: string;
  readonly counts: Counts;
  /** Runs `peer_<name>.py` of this folder with JSON on its standard input, and gives the JSON that it prints. */
  readonly python: (arg: unknown) => unknown;
}

/** Thrown where a peer can't be had; the message is the reason. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

const shown = 10;

/** How many comparisons held; the first failures are kept. */
export class Counts {
  passed = 0;
  readonly failures: string[] = [];

  check(holds: boolean, what: string): void {
    if (holds) this.passed += 1;
    else this.failures.push(what);
  }

  /** Within a share of the larger one, or both NaN or missing. */
  near(ours: number | undefined, theirs: number | null | undefined, what: string, tolerance = 1e-9): void {
    const [a, b] = [ours ?? NaN, theirs ?? NaN];
    const close = Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
    this.check(close || (Number.isNaN(a) && Number.isNaN(b)), `${what}: here ${a}, there ${b}`);
  }

  lines(): string[] {
    const left = this.failures.length - shown;
    return [
      ...this.failures.slice(0, shown).map((one) => `  FAIL ${one}`),
      ...(left > 0 ? [`  and ${left.toLocaleString('en-US')} more`] : []),
    ];
  }
}
