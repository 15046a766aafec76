import type { StepRow } from '../bench/step/compare-steps';
import type { GpuOptions } from './options';

/** What one part of the check found; `ok` is null where there is nothing to check yet. */
export interface PartResult {
  readonly part: string;
  readonly ok: boolean | null;
  readonly seconds: number;
  /** What was found, in a sentence. */
  readonly summary: string;
  /** One line each: what failed, or what was measured. */
  readonly lines: readonly string[];
  readonly rows?: readonly StepRow[];
}

/** What a part is told. */
export interface Context {
  readonly options: GpuOptions;
  /** Whether it is a GPU, not the processor that stands in for one. */
  readonly isGpu: boolean;
  readonly say: (line: string) => void;
}

/** What one part has found. */
export type Found = Omit<PartResult, 'part' | 'seconds'>;

export interface GpuReport {
  readonly made: string;
  /** Facts by name: GPU, driver, versions, settings. */
  readonly machine: Readonly<Record<string, string>>;
  readonly parts: readonly PartResult[];
}

const words = { true: 'ok', false: 'FAILED', null: 'not yet' } as const;

/** The report as a page: a table of the machine, a line for each part, then what each found. */
export function markdownOf({ made, machine, parts }: GpuReport): string {
  return [
    '# alignclip on a GPU',
    '',
    `Made ${made} by \`npm run check:gpu\`.`,
    '',
    ...table(['machine', ''], Object.entries(machine)),
    '',
    ...table(
      ['part', 'result', 'seconds', 'what was found'],
      parts.map(({ part, ok, seconds, summary }) => [part, words[`${ok}`], seconds.toFixed(0), summary]),
    ),
    ...parts.flatMap(({ part, lines, rows }) => [
      ...(lines.length > 0 ? ['', `## ${part}`, '', '```', ...lines.map(plain), '```'] : []),
      ...(rows && rows.length > 0 ? ['', `## ${part}: one step`, '', ...rowsTable(rows)] : []),
    ]),
    '',
  ].join('\n');
}

const rowsTable = (rows: readonly StepRow[]): string[] =>
  table(
    ['shape', 'text', 'variant', 'precision', 'ours, ms', 'open_clip, ms', 'compiled, ms', 'ratio to the faster'],
    rows.map(({ shape, text, variant, precision = 'float32', ms, openClipMs, others, ratio }) => [
      shape,
      text,
      variant,
      precision,
      ms.toFixed(1),
      (others?.['open_clip'] ?? openClipMs).toFixed(1),
      others?.['torch.compile']?.toFixed(1) ?? '',
      ratio.toFixed(2),
    ]),
  );

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`);

/** Text from other programs stays text: no table cell, code block or control character of its own. */
const cell = (text: string): string => plain(text).replaceAll('|', '\\|').replaceAll('<', '&lt;');
const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').replaceAll('```', "'''");
