import type { RunRecord } from '@alignclip/core';
import { loadExperiment, type LoadedExperiment } from '@alignclip/experiment';
import { judgeClaims } from '@alignclip/report';
import { markdownText, renderMarkdown } from '@alignclip/reporting';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatted } from './formatted';
import { KeptRecords, type Kept } from './kept-records';
import { fillMarked } from './marked';

/** `<!-- results experiments/quickstart.ts quick -->`: stamp, tables and answers of an experiment. */
const resultsMarker = /<!-- (results (\S+\.ts) (\S+)) -->/g;
/** `<!-- claims quick full -->`: the verdict on each claim of the paper, a column for each profile. */
const claimsMarker = /<!-- (claims( [a-z]+)+) -->/g;

const paper = 'experiments/paper';

/** Every experiment and profile that a page shows, the paper's for its claims too. */
export function shownResults(root: string): Kept[] {
  const pages = pageNames(root).map((name) => readFileSync(join(root, name), 'utf8'));
  const tables = pages.flatMap((page) =>
    [...page.matchAll(resultsMarker)].map(([, , file, profile]) => [file!, profile!]),
  );
  const judged = pages.flatMap((page) =>
    [...page.matchAll(claimsMarker)].flatMap(([, section]) => profilesOf(section!)),
  );
  const claims = judged.flatMap((profile) => paperFiles(root).map((file) => [file, profile]));
  const byName = new Map([...tables, ...claims].map((shown) => [shown.join(' '), shown]));
  return [...byName.values()].map(([file, profile]) => ({ file: file!, profile: profile! }));
}

const profilesOf = (section: string): string[] => section.split(' ').slice(1);

const paperFiles = (root: string): string[] =>
  readdirSync(join(root, paper))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${paper}/${name}`);

/** Pages of results by path, as the kept records make them; a section without kept records stays as it is. */
export async function resultPages(root: string): Promise<Map<string, string>> {
  const kept = new KeptRecords(root);
  const pages = new Map<string, string>();
  for (const name of pageNames(root)) {
    const page = readFileSync(join(root, name), 'utf8');
    let text = page;
    for (const [, section, file, profile] of page.matchAll(resultsMarker)) {
      const records = kept.read({ file: file!, profile: profile! });
      if (records !== undefined) text = fillMarked(text, section!, resultsOf(root, file!, records));
    }
    for (const [, section] of page.matchAll(claimsMarker)) {
      const profiles = profilesOf(section!);
      const known = profiles.every((profile) => paperFiles(root).some((file) => kept.read({ file, profile })));
      if (known) text = fillMarked(text, section!, claimsOf(root, kept, profiles));
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

function resultsOf(root: string, file: string, records: readonly RunRecord[]): string {
  const { definition, registry } = loadExperiment(join(root, file));
  const tables = (definition.tables ?? []).map((spec) => renderMarkdown(registry.create(spec).render(records)));
  const answers = (definition.questions ?? []).map((spec) => registry.create(spec).answer(records).lines);
  return [stamp(records, file), ...tables, ...answers.map(answerText)].join('\n\n');
}

/** Question and verdict, then a list of what they rest on. */
const answerText = ([verdict = '', ...lines]: readonly string[]): string =>
  [`**${markdownText(verdict)}**`, '', ...lines.map((line) => `- ${markdownText(line)}`)].join('\n');

/** Command, number of runs, their time, code and machine. */
function stamp(records: readonly RunRecord[], file: string): string {
  const different = (value: (record: RunRecord) => string | number) => [...new Set(records.map(value))];
  const [profile] = different((record) => record.profile);
  const commits = different(({ provenance }) => (provenance.alignclip ?? provenance.git).slice(0, 7)).join(', ');
  const [variants, seeds] = [different(({ variant }) => variant).length, different(({ seed }) => seed).length];
  const backends = different(({ provenance }) => provenance.backend).join(', ');
  const seconds = records.reduce((sum, { seconds }) => sum + seconds.train + seconds.evaluate, 0);
  const minutes = Math.max(1, Math.round(seconds / 60));
  return `\`npx alignclip ablate ${file} --profile ${profile}\`: ${variants} variants × ${seeds} seeds at commit ${commits}, ${backends}, ${minutes} min of cells added up. Written by \`npm run results\`.`;
}

function claimsOf(root: string, kept: KeptRecords, profiles: readonly string[]): string {
  const experiments = paperFiles(root).map((file) => ({ file, loaded: loadExperiment(join(root, file)) }));
  const columns = profiles.map((profile) =>
    experiments.flatMap(({ file, loaded }) => verdicts(kept, loaded, { file, profile })),
  );
  const rows = columns[0]!.map(({ claim, source }, i) => [
    `${claim} (${source})`,
    ...columns.map((column) => column[i]!.verdict),
  ]);
  const seeds = columns.map((column) => Math.max(...column.map(({ seeds }) => seeds)));
  const head = ['claim', ...profiles.map((profile, i) => `${profile}, ${seeds[i]} seeds`)];
  const lines = [head, head.map(() => '---'), ...rows.sort((a, b) => (a[0]! < b[0]! ? -1 : 1))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function verdicts(kept: KeptRecords, experiment: LoadedExperiment, which: Kept) {
  const records = kept.read(which);
  return judgeClaims({ records: records ?? [], experiment }).map(({ claim, source, judgement }) => ({
    claim: markdownText(claim),
    source,
    seeds: judgement.seeds,
    verdict: records === undefined ? 'not run' : judgement.verdict,
  }));
}
