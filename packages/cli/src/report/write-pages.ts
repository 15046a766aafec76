import { Registry } from '@alignclip/experiment';
import { writePage } from '@alignclip/report-page';
import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { makeReport, type ReportSource } from './report';
import { fileNames, makeFolder } from './write-report';

/** Writes the page of each report into a folder; gives the paths. A single one is `page.html`, others go by their titles. */
export async function writePages(sources: readonly ReportSource[], folder: string): Promise<string[]> {
  makeFolder(folder);
  const names = sources.length === 1 ? ['page'] : fileNames(sources.map(({ title }) => title));
  const paths: string[] = [];
  for (const [i, source] of sources.entries()) {
    const path = join(folder, `${names[i]!}.html`);
    const registry = new Registry(source.definition?.components);
    const page = { ...makeReport(source), records: source.records, registry };
    const bytes = await writePage(page, path, (line) => console.log(line));
    console.log(`${source.title}: ${path}, ${(bytes / 1e6).toFixed(1)} MB`);
    for (const gap of source.gaps) console.log(`  ${gap}`);
    paths.push(path);
  }
  return paths;
}

/** Beside the records: the folder that a user named, or the experiment's below `runs`. */
export function pageFolder(path: string, runs: string, [first]: readonly ReportSource[]): string {
  if (!statSync(path).isDirectory()) return join(runs, first?.definition?.name ?? '');
  return basename(resolve(path)) === 'records' ? dirname(resolve(path)) : path;
}
