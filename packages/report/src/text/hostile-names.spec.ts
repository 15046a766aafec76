import type { FigureModel, RunRecord, TableModel } from '@alignclip/core';
import { tableOfScores } from '@alignclip/reporting';
import { itWhere } from '@alignclip/core/testing';
import { figureRecords, hasPdfLatex, latexComplaints, noPdfLatex } from '@alignclip/reporting/testing';
import { parse } from 'csv-parse/sync';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { everyFigure } from '../browser/testing/made-figures';
import { madeReport } from '../browser/testing/made-report';
import type { Report } from '../model/make-report';
import { writePage } from '../page/write-pages';
import { formatNames, reportFormat } from './report-format';
import { writeReport } from './write-report';

/** Names that do something in some format if they are not text there. */
const names = [
  '=1+1',
  '+1',
  '-1+2',
  '@SUM(A1)',
  '\t=1',
  'x;=1',
  '[2pt]',
  '*',
  '# title',
  '- item',
  '1. item',
  '--- ',
  '| a | b |',
  '<b>&amp;</b>',
  '![i](http://x.org/y.png)',
  'https://x.org/y www.x.org a@x.org :smile: $x$ #1',
  "$& $' $` $1 ${x}",
  '\\end{table} % {',
  '\u001b[31mred\u001b]0;title\u0007',
  'a\u202ebc\u2066d\u200be\ufeff',
  'a\r\nb\u2028c\u0085d\u0000',
  '\ud800',
  '__proto__',
  'λ √ 中 🚒',
];

const record = (variant: string, seed: number): RunRecord => {
  const [made] = figureRecords([variant]);
  const { provenance } = made!;
  return {
    ...made!,
    seed,
    profile: variant,
    experiment: variant,
    provenance: { ...provenance, host: variant, git: variant },
  };
};

async function hostileReport(): Promise<Report> {
  const records = names.map(record);
  const columns = names.slice(0, 8).map((name) => ({
    title: name,
    group: name,
    score: 'gap',
    percent: false,
    better: 'lower' as const,
  }));
  const table: TableModel = {
    ...tableOfScores(names.join(' '), columns).render(records),
    rowTitle: names[0]!,
    notes: names,
  };
  const others = names.map((name): FigureModel => ({
    title: name,
    description: name,
    notes: [name],
    ...(name === '*' && { spec: plot }),
  }));
  return madeReport({
    title: names.join(' '),
    records,
    gaps: names,
    answers: names.map((name) => ({ question: name, answer: { verdict: 'yes', lines: [name, name] } })),
    tables: [table, ...names.slice(6, 8).map((title) => ({ ...table, title, baseline: title }))],
    figures: [...everyFigure(records), ...others],
    claims: names.map((claim) => ({
      claim,
      source: claim,
      judgement: {
        verdict: 'holds',
        seeds: 1,
        parts: [{ verdict: 'holds', seeds: 1, evidence: claim }],
        unfair: [claim],
      },
    })),
  });
}

const plot = {
  data: { values: names.map((name, x) => ({ x, name })) },
  mark: 'point',
  encoding: {
    x: { field: 'x', type: 'quantitative', title: names[18]! },
    y: { field: 'name', type: 'nominal', sort: names },
  },
};

describe('names that attack a format', () => {
  let folder: string;
  const files = new Map<string, string>();
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'alignclip-hostile-'));
    const report = await hostileReport();
    await writeReport(report, formatNames.map(reportFormat), folder);
    await writePage(report, join(folder, 'page.html'));
    for (const name of readdirSync(folder)) files.set(name, readFileSync(join(folder, name), 'utf8'));
    files.set('page.html', files.get('page.html')!.replace(/<script>[^]*$/, '')); // Its program is no text of ours.
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const having = (ending: string) => [...files].filter(([name]) => name.endsWith(ending));

  it('are in no file as control, direction or invisible characters', () => {
    const texts = [...files].filter(([name]) => extname(name) !== '.png');
    expect(texts.length).toBeGreaterThan(30);
    const found = texts.filter(([, text]) =>
      /[^\P{Cc}\n]|[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u.test(text),
    );
    expect(found.map(([name]) => name)).toEqual([]);
  });

  it('keep every row and column of a table', () => {
    for (const [, text] of having('.csv').filter(([name]) => name !== 'report.csv')) {
      expect(parse(text).map(({ length }) => length)).toEqual(Array(names.length + 1).fill(25 + 1)); // and what † says
    }
    for (const [, text] of having('.md').filter(([name]) => name !== 'report.md')) {
      const rows = text.split('\n').filter((line) => line.startsWith('| '));
      expect(rows.map((row) => row.split(/(?<!\\)\|/).length)).toEqual(Array(names.length + 2).fill(11));
    }
  });

  it('give plain file names', () => {
    expect(
      [...files.keys()].filter((name) => !/^[a-z0-9-]+\.(txt|md|tex|csv|html|svg|png|vl\.json)$/.test(name)),
    ).toEqual([]);
  });

  itWhere(hasPdfLatex, noPdfLatex, 'are printed by pdfLaTeX, with all tables and figures of the report', () => {
    const drawings = [...files.keys()].filter((name) => name.endsWith('.png'));
    const content = Object.fromEntries(drawings.map((name) => [name, readFileSync(join(folder, name))]));
    expect(
      latexComplaints(files.get('report.tex')!.replace(/end\{(figure|table)\}/g, '$&\\clearpage'), content),
    ).toEqual([]);
  });

  it('leave JSON and SVG well-formed', () => {
    for (const [, text] of having('.vl.json')) expect(() => JSON.parse(text) as unknown).not.toThrow();
    for (const [, text] of having('.svg')) expect(text.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
  });

  it('are no formula in a spreadsheet of any country', () => {
    for (const [, text] of having('.csv')) {
      const cells = parse(text, { relax_column_count: true }).flat();
      expect(cells.filter((cell) => /^[=+@-]/.test(cell) && !/^-?\d+(\.\d+)?(e-?\d+)?$/.test(cell))).toEqual([]);
      expect(text.replace(/"(?:[^"]|"")*"/g, '')).not.toMatch(/[;\t|]/);
    }
  });
});
