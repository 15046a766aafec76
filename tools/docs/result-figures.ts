import type { RunRecord } from '@alignclip/core';
import { folderOf, type LoadedExperiment } from '@alignclip/experiment';
import { fileNames } from '@alignclip/report';
import { markdownText, renderSvg } from '@alignclip/reporting';
import type { Kept } from './kept-records';

/** Figures as a page shows them, and the images that it names, by path from the page's folder. */
export interface ShownFigures {
  readonly text: string;
  readonly images: ReadonlyMap<string, string>;
}

/** Each figure of an experiment as an image with its description, followed by its notes. */
export async function figuresOf(
  { definition, registry }: LoadedExperiment,
  { profile, folder = folderOf(definition) }: Kept,
  records: readonly RunRecord[],
): Promise<ShownFigures> {
  const models = (definition.figures ?? []).map((spec) => registry.create(spec).draw(records));
  const names = fileNames(models.map(({ title }) => `${folder} ${profile} ${title}`));
  const images = new Map<string, string>();
  const parts: string[] = [];
  for (const [i, model] of models.entries()) {
    const svg = await renderSvg(model);
    if (svg === undefined) continue;
    const path = `images/${names[i]!}.svg`;
    images.set(path, `${svg}\n`);
    const { title, description, notes } = model;
    parts.push(`**${markdownText(title)}**`, `![${markdownText(description)}](${path})`);
    if (notes.length > 0) parts.push(notes.map((note) => `- ${markdownText(note)}`).join('\n'));
  }
  return { text: parts.join('\n\n'), images };
}
