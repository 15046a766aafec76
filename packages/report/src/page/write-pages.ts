import { writeFileAtomic } from '@alignclip/formats';
import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Report, ReportSource } from '../model/make-report';
import { fileNames, makeFolder } from '../text/write-report';
import { buildPage } from './build-page';

/** Hears a line about work that takes a while. */
export type Say = (line: string) => void;

/** Writes the page of each report into a folder; gives the paths. A single one is `page.html`, others go by their titles. */
export async function writePages(reports: readonly Report[], folder: string, say: Say): Promise<string[]> {
  const names = reports.length === 1 ? ['page'] : fileNames(reports.map(({ title }) => title));
  const paths = names.map((name) => join(folder, `${name}.html`));
  for (const [i, report] of reports.entries()) {
    await writePage(report, paths[i]!, say);
    for (const gap of report.gaps) say(`  ${gap}`);
  }
  return paths;
}

/** Writes one page, whole or not at all, and gives its size in bytes. `say` hears what takes a while, and the end. */
export async function writePage(report: Report, path: string, say: Say = () => undefined): Promise<number> {
  makeFolder(dirname(path));
  const page = Buffer.from(await buildPage(report, say), 'utf8');
  await writeFileAtomic(path, page);
  say(`${report.title}: ${path}, ${(page.length / 1e6).toFixed(1)} MB`);
  return page.length;
}

/** Beside the records: the folder that a user named, or the experiment's below `runs`. */
export function pageFolder(path: string, runs: string, [first]: readonly ReportSource[]): string {
  if (!statSync(path).isDirectory()) return join(runs, first?.experiment?.definition.name ?? '');
  return basename(resolve(path)) === 'records' ? dirname(resolve(path)) : path;
}
