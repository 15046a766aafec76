import { sizeText } from '@alignclip/core';
import { writeFileAtomic } from '@alignclip/formats';
import { plainText } from '@alignclip/reporting';
import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Report, ReportSource } from '../model/make-report';
import { fileNames, makeOutFolder } from '../text/write-report';
import { buildPage } from './build-page';
import type { Say } from './content/read-images';

/** Writes the page of each report into a folder; returns the paths. A single page is `page.html`, several are named after their titles. */
export async function writePages(reports: readonly Report[], folder: string, say: Say): Promise<string[]> {
  const names = reports.length === 1 ? ['page'] : fileNames(reports.map(({ title }) => title));
  const paths = names.map((name) => join(folder, `${name}.html`));
  for (const [i, report] of reports.entries()) {
    await writePage(report, paths[i]!, say);
    for (const gap of report.gaps) say(`  ${plainText(gap)}`);
  }
  return paths;
}

/** Writes one page atomically and returns its size in bytes. `say` is called with progress and with the result. */
export async function writePage(report: Report, path: string, say: Say = () => undefined): Promise<number> {
  makeOutFolder(dirname(path));
  const page = Buffer.from(await buildPage(report, say), 'utf8');
  await writeFileAtomic(path, page);
  say(plainText(`${report.title}: ${path}, ${sizeText(page.length)}`));
  return page.length;
}

/** Next to the records: the folder that a user named, or the experiment's folder below `runs`. */
export function pageFolder(path: string, runs: string, [first]: readonly ReportSource[]): string {
  if (!statSync(path).isDirectory()) return join(runs, first?.experiment?.definition.name ?? '');
  return basename(resolve(path)) === 'records' ? dirname(resolve(path)) : path;
}
