import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenMatrix } from '@alignclip/core';
import { cleanText, ClipTokenizer } from '@alignclip/encoders';
import { z } from 'zod';
import type { GoldenReport } from './report';

const ids = z.array(z.int());
const schema = z.object({
  context_length: z.int(),
  sot: z.int(),
  eot: z.int(),
  vocab_size: z.int(),
  rows: z.array(
    z.object({ category: z.string(), text: z.string(), clean: z.string(), n_full: z.int(), ids, decoded: z.string() }),
  ),
  short: z.object({ context_length: z.int(), rows: z.array(z.object({ row: z.int(), ids })) }),
});

const file = 'tokenizer.json';

/** Cleaning, ids, truncation and decoding of every caption of `tokenizer.json`. */
export function checkTokenizer(folder: string): GoldenReport {
  const golden = schema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const tokenizer = new ClipTokenizer(golden.context_length);
  const checks = new ExactChecks();
  checks.equal('vocab_size', tokenizer.vocabularySize, golden.vocab_size);
  checks.equal('sot', tokenizer.startToken, golden.sot);
  checks.equal('eot', tokenizer.endToken, golden.eot);
  golden.rows.forEach(({ category, text, ...want }, index) => {
    const where = `rows[${index}] (${category})`;
    const full = tokenizer.tokenize(text);
    checks.equal(`${where}.clean`, cleanText(text), want.clean);
    checks.equal(`${where}.n_full`, full.length, want.n_full);
    checks.equal(`${where}.ids`, Array.from(tokenizer.encode([text]).ids), want.ids);
    checks.equal(`${where}.decoded`, tokenizer.decode(full), want.decoded);
  });
  const { context_length: short, rows } = golden.short;
  const encoded = tokenizer.encode(
    rows.map(({ row }) => golden.rows[row]!.text),
    short,
  );
  rows.forEach(({ row, ids: want }, i) => checks.equal(`short row ${row}`, paddedRow(encoded, i, short), want));
  return checks.report(file);
}

function paddedRow({ columns, ids: all }: TokenMatrix, row: number, width: number): number[] {
  const filled = Array.from(all.subarray(row * columns, (row + 1) * columns));
  return [...filled, ...Array<number>(width - filled.length).fill(0)];
}

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
