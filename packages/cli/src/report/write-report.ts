import { UserError } from '@alignclip/core';
import { writeFileAtomic } from '@alignclip/formats';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from './report';
import type { ReportFormat } from './report-format';
import { reportText } from './report-text';
import { writeFigure } from './write-figures';

/** Writes tables and figures into files of their own, and all into `report.<extension>`, in each format; gives the paths. */
export async function writeReport(report: Report, formats: readonly ReportFormat[], folder: string): Promise<string[]> {
  makeFolder(folder);
  const tables = fileNames(report.tables.map(({ title }) => title));
  const figures = fileNames(report.figures.map(({ title }) => (/^figure/i.test(title) ? title : `figure ${title}`)));
  const paths: string[] = [];
  for (const [i, model] of report.figures.entries()) paths.push(...(await writeFigure(model, folder, figures[i]!)));
  for (const format of formats) {
    const files = [
      ...report.tables.map((table, i) => [tables[i]!, format.table(table)] as const),
      ['report', reportText(report, format, figures)] as const,
    ];
    for (const [name, content] of files.filter(([, content]) => content !== '')) {
      const path = join(folder, `${name}.${format.extension}`);
      await writeFileAtomic(path, content);
      paths.push(path);
    }
  }
  return paths;
}

/** Kebab-case names, numbered where titles are alike; none is `report`. */
export function fileNames(titles: readonly string[]): string[] {
  const taken = new Set(['report']);
  return titles.map((title) => {
    const plain = title.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 80) || 'table'; // prettier-ignore
    let name = plain;
    for (let n = 2; taken.has(name); n += 1) name = `${plain}-${n}`;
    taken.add(name);
    return name;
  });
}

/** Throws UserError where there can't be such a folder. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UserError(`--out = ${JSON.stringify(folder)}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
