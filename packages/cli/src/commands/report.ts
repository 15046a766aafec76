import { counted } from '@alignclip/core';
import {
  fileNames,
  formatNames,
  makeReport,
  pageFolder,
  reportFormat,
  reportSources,
  reportText,
  writePages,
  writeReport,
  type Report,
  type ReportFormat,
} from '@alignclip/report';
import { plainText } from '@alignclip/reporting';
import type { Command } from 'commander';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { selectionOf, withSelection, type SelectionOptions } from '../options/sweep-options';

interface ReportOptions extends SelectionOptions {
  readonly format?: string;
  readonly out?: string;
  readonly html?: boolean;
  readonly open?: boolean;
}

export function reportCommand(program: Command): void {
  withSelection(program.command('report').argument('<source>', 'experiment file, or a folder of records'))
    .option('--format <name>', `${formatNames.join(', ')} (default: terminal)`)
    .option(
      '--out <folder>',
      'write each table to a file, figures as SVG and PNG, and report.<extension> with everything',
    )
    .option(
      '--html',
      'write the report page, one file with figures, spheres and images, next to the records or into --out',
    )
    .option('--open', 'like --html, and open the page in the browser')
    .action(report);
}

async function report(path: string, options: ReportOptions): Promise<void> {
  const format = reportFormat(options.format ?? 'terminal');
  const sources = await reportSources(path, options.runs, selectionOf(options));
  const reports = sources.map(makeReport);
  const wantsPage = options.html === true || options.open === true;
  if (wantsPage) await showPages(reports, options.out ?? pageFolder(path, options.runs, sources), options);
  if (wantsPage && options.format === undefined) return;
  if (options.out === undefined) printReports(reports, format);
  else await writeReports(reports, format, options.out);
}

function printReports(reports: readonly Report[], format: ReportFormat): void {
  const text = reports.map((one) => reportText(one, format)).join('\n');
  console.log(text.trimEnd());
  if (format.name === 'csv') for (const gap of reports.flatMap(({ gaps }) => gaps)) console.error(plainText(gap));
}

async function writeReports(reports: readonly Report[], format: ReportFormat, out: string): Promise<void> {
  const folders = fileNames(reports.map(({ title }) => title));
  for (const [i, one] of reports.entries()) {
    const folder = reports.length === 1 ? out : join(out, folders[i]!);
    const paths = await writeReport(one, [format], folder);
    console.log(`${one.title}: ${counted(paths.length, 'file')} in ${folder}`);
    for (const gap of one.gaps) console.log(`  ${gap}`);
  }
}

async function showPages(reports: readonly Report[], folder: string, options: ReportOptions): Promise<void> {
  const pages = await writePages(reports, folder, (line) => console.log(line));
  for (const page of options.open ? pages : []) {
    if (!(await openFile(page))) console.log(`no program found to open the page (xdg-open): open ${page} in a browser`);
  }
}

/** Opens a file with the system's program for it, detached. False if there is no such program. */
async function openFile(path: string): Promise<boolean> {
  const [program, ...args] = opener();
  const child = spawn(program, [...args, path], { detached: true, stdio: 'ignore', env: process.env });
  try {
    await once(child, 'spawn');
  } catch {
    return false;
  }
  child.unref();
  return true;
}

function opener(): [program: string, ...args: string[]] {
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['explorer.exe'];
  return ['xdg-open'];
}
