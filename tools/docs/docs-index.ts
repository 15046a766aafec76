import type { AnyComponent } from '@alignclip/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillMarked } from './marked';

/** docs/README.md with its lists: how-tos, decisions, and every component by slot. */
export function withIndex(readme: string, root: string, components: readonly AnyComponent[]): string {
  const listed = ['how-to', 'results', 'decisions'].reduce(
    (text, folder) => fillMarked(text, folder, pagesIn(join(root, 'docs'), folder)),
    readme,
  );
  return fillMarked(listed, 'components', componentList(join(root, 'docs'), components));
}

const pagesIn = (docs: string, folder: string): string =>
  readdirSync(join(docs, folder))
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort()
    .map((name) => `- [${titleOf(readFileSync(join(docs, folder, name), 'utf8'))}](${folder}/${name})`)
    .join('\n');

const titleOf = (page: string): string => /^# (.+)$/m.exec(page)?.[1] ?? '';

function componentList(docs: string, components: readonly AnyComponent[]): string {
  const slots = [...new Set(components.map(({ slot }) => slot.name))];
  const list = (slot: string) => components.filter((component) => component.slot.name === slot);
  return slots
    .map((slot) => [`**${slot}**`, '', ...list(slot).map(({ type }) => entry(docs, type)), ''].join('\n'))
    .join('\n');
}

const entry = (docs: string, type: string): string =>
  `- [${type}](components/${type}.md): ${firstSentence(readFileSync(join(docs, 'components', `${type}.md`), 'utf8'))}`;

/** The first sentence below the heading, without "Slot `x`." and without links; of a long one what stands before its colon. */
export function firstSentence(page: string): string {
  const [, paragraph = ''] = /^# .+\n+([^\n]+)/.exec(page) ?? [];
  const text = paragraph.replace(/^Slot `\w+`\. /, '').replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
  const sentence = /^.+?(?<!\b(?:al|Fig))[.?](?= |$)/.exec(text)?.[0] ?? text.replace(/:$/, '.');
  const [, head] = /^(.{12,}?): /.exec(sentence) ?? [];
  return sentence.length > maxLength && head !== undefined ? `${head}.` : sentence;
}

const maxLength = 130;
