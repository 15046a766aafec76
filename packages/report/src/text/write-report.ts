import { messageOf, systemReason, UserError, type FigureModel } from '@alignclip/core';
import { makeFolder, writeFileAtomic } from '@alignclip/formats';
import { renderPng, renderSvg, withPlainTexts } from '@alignclip/reporting';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../model/make-report';
import type { ReportFormat } from './report-format';
import { reportText } from './report-text';

/**
 * Writes each table and figure into its own file, and everything into `report.<extension>`, in each format; returns the
 * paths. A folder that it made goes again where a file can't be written.
 */
export async function writeReport(report: Report, formats: readonly ReportFormat[], folder: string): Promise<string[]> {
  const isNew = !existsSync(folder);
  makeOutFolder(folder);
  try {
    return await writeFiles(report, formats, folder);
  } catch (error) {
    if (isNew) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function writeFiles(report: Report, formats: readonly ReportFormat[], folder: string): Promise<string[]> {
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

/** Kebab-case names, numbered if titles collide; none is `report`. */
export function fileNames(titles: readonly string[]): string[] {
  const taken = new Set(['report']);
  return titles.map((title) => {
    const kebab = title
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    const plain = kebab.slice(0, 80) || 'table';
    let name = plain;
    for (let n = 2; taken.has(name); n += 1) name = `${plain}-${n}`;
    taken.add(name);
    return name;
  });
}

/** Throws UserError if the folder can't be created. */
export function makeOutFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new UserError(`--out = ${JSON.stringify(folder)}: ${systemReason(error) ?? messageOf(error)}`);
  }
}

/** Writes a figure as SVG, PNG and Vega-Lite specification; nothing if it is empty. Returns the paths. */
async function writeFigure(model: FigureModel, folder: string, name: string): Promise<string[]> {
  const svg = await renderSvg(model);
  if (svg === undefined) return [];
  const files = [
    ['svg', `${svg}\n`],
    ['png', renderPng(svg)],
    ['vl.json', `${JSON.stringify(withPlainTexts(model.spec))}\n`],
  ] as const;
  const paths: string[] = [];
  for (const [extension, content] of files) {
    const path = join(folder, `${name}.${extension}`);
    await writeFileAtomic(path, content);
    paths.push(path);
  }
  return paths;
}
