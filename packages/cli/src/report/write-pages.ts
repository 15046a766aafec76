import { Registry } from '@alignclip/experiment';
import { writePage } from '@alignclip/report-page';
import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { makeReport, type Report, type ReportSource } from './report';
import { fileNames, makeFolder } from './write-report';

/** A report with what it was made of. */
export interface SourcedReport {
  readonly report: Report;
  readonly source: Pick<ReportSource, 'records' | 'definition'>;
}

/** Writes the page of each report into a folder; gives the paths. A single one is `page.html`, others go by their titles. */
export async function writePages(sources: readonly ReportSource[], folder: string): Promise<string[]> {
  const names = sources.length === 1 ? ['page'] : fileNames(sources.map(({ title }) => title));
  const paths = names.map((name) => join(folder, `${name}.html`));
  for (const [i, source] of sources.entries()) {
    await writePageOf({ report: makeReport(source), source }, paths[i]!);
    for (const gap of source.gaps) console.log(`  ${gap}`);
  }
  return paths;
}

/** Writes one page and says so. */
export async function writePageOf({ report, source }: SourcedReport, path: string): Promise<void> {
  makeFolder(dirname(path));
  const { records, definition } = source;
  const page = { ...report, records, registry: new Registry(definition?.components) };
  const bytes = await writePage(page, path, (line) => console.log(line));
  console.log(`${report.title}: ${path}, ${(bytes / 1e6).toFixed(1)} MB`);
}

/** Beside the records: the folder that a user named, or the experiment's below `runs`. */
export function pageFolder(path: string, runs: string, [first]: readonly ReportSource[]): string {
  if (!statSync(path).isDirectory()) return join(runs, first?.definition?.name ?? '');
  return basename(resolve(path)) === 'records' ? dirname(resolve(path)) : path;
}
