import type { GoldenReport } from './report';

/** Collects exact comparisons of values that JSON can write; `worst` is 0, or Infinity after a failure. */
export class ExactChecks {
  private checks = 0;
  private readonly failures: string[] = [];

  equal(what: string, got: unknown, want: unknown): void {
    this.checks++;
    const [gotText, wantText] = [JSON.stringify(got), JSON.stringify(want)];
    if (gotText !== wantText) this.failures.push(`${what}: wanted ${wantText}, got ${gotText}`);
  }

  report(file: string): GoldenReport {
    const { checks, failures } = this;
    return { file, checks, failures, worst: failures.length > 0 ? Infinity : 0 };
  }
}
