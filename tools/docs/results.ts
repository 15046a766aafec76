import type { RunRecord } from '@alignclip/core';
import { loadExperiment, readRecords, Registry, type ExperimentDefinition } from '@alignclip/experiment';
import { markdownText, renderMarkdown } from '@alignclip/reporting';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { formatted } from './formatted';
import { fillMarked } from './marked';
import { sphereImage } from './sphere-image';

const root = resolve(__dirname, '../..');

/** `<!-- results experiments/quickstart.ts quick -->`: what stands there is made from records. */
const marker = /<!-- (results (\S+\.ts) (\S+)) -->/g;

/** `npm run results -- [RUNS]`: rewrites each marked section of docs/results whose records are in RUNS (default: runs). */
async function main([runs = join(root, 'runs')]: readonly string[]): Promise<void> {
  const folder = join(root, 'docs/results');
  for (const name of readdirSync(folder).sort()) {
    const page = readFileSync(join(folder, name), 'utf8');
    let text = page;
    for (const [, section, file, profile] of page.matchAll(marker)) {
      const found = recordsIn(join(runs, basename(file!, '.ts'), 'records'), profile!);
      console.log(`${name}, ${file}, profile ${profile}: ${found.length > 0 ? 'written' : 'no records, left alone'}`);
      if (found.length === 0) continue;
      const { definition } = loadExperiment(join(root, file!));
      const records = ordered(found, definition);
      text = fillMarked(text, section!, sectionOf(definition, records, file!));
      if (file === 'experiments/quickstart.ts' && profile === 'quick') drawSpheres(records);
    }
    if (text !== page) writeFileSync(join(folder, name), await formatted(text));
  }
}

/** The latest run of each cell. */
function recordsIn(folder: string, profile: string): RunRecord[] {
  const found = existsSync(folder) ? readRecords(folder).records.filter((record) => record.profile === profile) : [];
  const byAge = found.sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  return [...new Map(byAge.map((record) => [`${record.seed} ${record.variant}`, record])).values()];
}

/** In the order of a report: seeds outermost, variants as the experiment has them, others left out. */
function ordered(records: readonly RunRecord[], { variants }: ExperimentDefinition): RunRecord[] {
  const names = Object.keys(variants);
  const place = ({ variant }: RunRecord) => names.indexOf(variant);
  return records.filter((record) => place(record) >= 0).sort((a, b) => a.seed - b.seed || place(a) - place(b));
}

/** Command, commit and machine; the experiment's tables; the answers to its questions. */
function sectionOf(definition: ExperimentDefinition, records: readonly RunRecord[], file: string): string {
  const registry = new Registry(definition.components);
  const tables = (definition.tables ?? []).map((spec) => renderMarkdown(registry.create(spec).render(records)));
  const answers = (definition.questions ?? []).map((spec) => registry.create(spec).answer(records).lines);
  return [stamp(records, file), ...tables, ...answers.map(answerText)].join('\n\n');
}

/** Question and verdict, then a list of what they rest on. */
const answerText = ([verdict = '', ...lines]: readonly string[]): string =>
  [`**${markdownText(verdict)}**`, '', ...lines.map((line) => `- ${markdownText(line)}`)].join('\n');

function stamp(records: readonly RunRecord[], file: string): string {
  const different = (value: (record: RunRecord) => string | number) => [...new Set(records.map(value))];
  const [profile] = different((record) => record.profile);
  const commits = different(({ provenance }) => provenance.git.slice(0, 7)).join(', ');
  const [variants, seeds] = [different(({ variant }) => variant).length, different(({ seed }) => seed).length];
  const backends = different(({ provenance }) => provenance.backend).join(', ');
  return `\`npx alignclip ablate ${file} --profile ${profile}\`: ${variants} variants × ${seeds} seeds at commit ${commits}, ${backends}. Written by \`npm run results\`.`;
}

/** The image of the README, in both themes. */
function drawSpheres(records: readonly RunRecord[]): void {
  const first = (variant: string) => records.find((record) => record.variant === variant);
  const [clip, alignClip] = [first('CLIP'), first('AlignCLIP')];
  if (clip === undefined || alignClip === undefined) return;
  for (const theme of ['light', 'dark'] as const) {
    const file = `docs/images/spheres-${theme}.svg`;
    writeFileSync(join(root, file), sphereImage([clip, alignClip], 'test', theme));
    console.log(`wrote ${file}`);
  }
}

void main(process.argv.slice(2));
