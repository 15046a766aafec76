import type { RunRecord } from '@alignclip/core';
import { loadExperiment, type LoadedExperiment } from '@alignclip/experiment';
import { judgeClaims } from '@alignclip/report';
import { markdownText, renderMarkdown } from '@alignclip/reporting';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatted } from './formatted';
import { KeptRecords, type Kept } from './kept-records';
import { fillMarked } from './marked';
import { figuresOf } from './result-figures';
import { claimsTable, columnsOf, evidence, paperFiles, type JudgedColumn } from './paper-claims';

/**
 * `<!-- results experiments/quickstart.ts quick -->`: stamp, tables and answers of an experiment. A third word is its
 * folder of runs, where the environment names other data: `<!-- results experiments/remedies.ts full remedies-photographs -->`.
 */
const resultsMarker = /<!-- (results (\S+\.ts) (\S+)(?: (\S+))?) -->/g;
/** `<!-- figures experiments/sharing-depth.ts full sharing-depth-photographs -->`: its figures, as images next to the page. */
const figuresMarker = /<!-- (figures (\S+\.ts) (\S+)(?: (\S+))?) -->/g;
/**
 * `<!-- claims quick full -->`: the verdict on each claim of the paper, a column for each profile; `full:paper-pretrained`
 * is that of another folder of runs. `<!-- evidence full:paper-pretrained -->`: what each verdict rests on.
 */
const claimsMarker = /<!-- ((claims|evidence)(?: [a-z][a-z:-]*)+) -->/g;

/** Every experiment and profile that a page shows, the paper's for its claims too. */
export function shownResults(root: string): Kept[] {
  const pages = pageNames(root).map((name) => readFileSync(join(root, name), 'utf8'));
  const tables = pages.flatMap((page) =>
    [...page.matchAll(resultsMarker), ...page.matchAll(figuresMarker)].map(shownBy),
  );
  const judged = pages.flatMap((page) =>
    [...page.matchAll(claimsMarker)].flatMap(([, section]) => columnsOf(section!)),
  );
  const claims = judged.flatMap((column) => paperFiles(root).map((file): Kept => ({ file, ...column })));
  const byName = new Map([...tables, ...claims].map((shown) => [Object.values(shown).join(' '), shown]));
  return [...byName.values()];
}

/** What a marker of results names. */
function shownBy([, , file, profile, folder]: RegExpExecArray | RegExpMatchArray): Kept {
  return { file: file!, profile: profile!, ...(folder !== undefined && { folder }) };
}

/** Pages of results and their images by path, as the kept records make them; a section without kept records stays as it is. */
export async function resultPages(root: string): Promise<Map<string, string>> {
  const kept = new KeptRecords(root);
  const pages = new Map<string, string>();
  for (const name of pageNames(root)) {
    const page = readFileSync(join(root, name), 'utf8');
    let text = page;
    for (const match of page.matchAll(resultsMarker)) {
      const shown = shownBy(match);
      const records = kept.read(shown);
      if (records !== undefined)
        text = fillMarked(text, match[1]!, resultsOf(experimentOf(root, kept, shown), shown, records));
    }
    for (const match of page.matchAll(figuresMarker)) {
      const shown = shownBy(match);
      const records = kept.read(shown);
      if (records === undefined) continue;
      const figures = await figuresOf(experimentOf(root, kept, shown), shown, records);
      text = fillMarked(text, match[1]!, figures.text);
      for (const [path, image] of figures.images) pages.set(`docs/results/${path}`, image);
    }
    for (const [, section, what] of page.matchAll(claimsMarker)) {
      const given = columnsOf(section!);
      if (!given.every((column) => paperFiles(root).some((file) => kept.read({ file, ...column })))) continue;
      const columns = given.map((column) => judged(root, kept, column));
      text = fillMarked(text, section!, what === 'claims' ? claimsTable(columns) : evidence(columns));
    }
    pages.set(name, await formatted(text));
  }
  return pages;
}

const pageNames = (root: string): string[] =>
  readdirSync(join(root, 'docs/results'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/results/${name}`);

/** The experiment as its file defines it, with what it showed when its records were kept, where that depends on more. */
function experimentOf(root: string, kept: KeptRecords, which: Kept): LoadedExperiment {
  const experiment = loadExperiment(join(root, which.file));
  return { ...experiment, definition: { ...experiment.definition, ...(kept.shown(which) as object | undefined) } };
}

/** The claims of all files of the paper, judged by the records that are kept. */
function judged(root: string, kept: KeptRecords, column: Omit<Kept, 'file'>): JudgedColumn {
  const claims = paperFiles(root).flatMap((file) => {
    const which = { file, ...column };
    const records = kept.read(which);
    const all = judgeClaims({ records: records ?? [], experiment: experimentOf(root, kept, which) });
    return all.map((claim) => ({ ...claim, isRun: records !== undefined }));
  });
  return { ...column, claims };
}

function resultsOf({ definition, registry }: LoadedExperiment, shown: Kept, records: readonly RunRecord[]): string {
  const tables = (definition.tables ?? []).map((spec) => renderMarkdown(registry.create(spec).render(records)));
  const answers = (definition.questions ?? []).map((spec) => registry.create(spec).answer(records).lines);
  return [stamp(records, shown), ...tables, ...answers.map(answerText)].join('\n\n');
}

/** Question and verdict, then a list of what they rest on. */
const answerText = ([verdict = '', ...lines]: readonly string[]): string =>
  [`**${markdownText(verdict)}**`, '', ...lines.map((line) => `- ${markdownText(line)}`)].join('\n');

/** Command, number of runs, their time, code and machine. */
function stamp(records: readonly RunRecord[], { file, profile, folder }: Kept): string {
  const different = (value: (record: RunRecord) => string | number) => [...new Set(records.map(value))];
  const commits = different(({ provenance }) => (provenance.alignclip ?? provenance.git).slice(0, 7)).join(', ');
  const [variants, seeds] = [different(({ variant }) => variant).length, different(({ seed }) => seed).length];
  const backends = different(({ provenance }) => provenance.backend).join(', ');
  const seconds = records.reduce((sum, { seconds }) => sum + seconds.train + seconds.evaluate, 0);
  const minutes = Math.max(1, Math.round(seconds / 60));
  const data = folder === undefined ? '' : `, runs in \`${folder}\``;
  return `\`npx alignclip ablate ${file} --profile ${profile}\`${data}: ${variants} variants × ${seeds} seeds at commit ${commits}, ${backends}, ${minutes} min of cells added up. Written by \`npm run results\`.`;
}
