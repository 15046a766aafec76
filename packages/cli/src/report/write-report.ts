import { UserError } from '@alignclip/core';
import { writeFileAtomic } from '@alignclip/formats';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from './report';
import type { ReportFormat } from './report-format';
import { reportText } from './report-text';

/** Writes each table into a file of its own and all of it into `report.<extension>`; gives the paths. */
export async function writeReport(report: Report, format: ReportFormat, folder: string): Promise<string[]> {
  makeFolder(folder);
  const names = fileNames(report.tables.map(({ title }) => title));
  const files = [
    ...report.tables.map((table, i) => [names[i]!, format.table(table)] as const),
    ['report', reportText(report, format)] as const,
  ];
  const paths: string[] = [];
  for (const [name, content] of files) {
    const path = join(folder, `${name}.${format.extension}`);
    await writeFileAtomic(path, content);
    paths.push(path);
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

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UserError(`--out = ${JSON.stringify(folder)}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
