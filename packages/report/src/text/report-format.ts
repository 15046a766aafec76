import { unknownName, type FigureModel, type TableModel } from '@alignclip/core';
import {
  htmlText,
  latexPreamble,
  latexText,
  markdownText,
  plainText,
  renderCsv,
  renderHtml,
  renderLatex,
  renderMarkdown,
  renderTerminal,
} from '@alignclip/reporting';

/** How a report is written. */
export interface ReportFormat {
  readonly name: string;
  readonly extension: string;
  table(model: TableModel): string;
  heading(text: string): string;
  /** One paragraph. */
  sentence(text: string): string;
  list(lines: readonly string[]): string;
  /** A figure in the files `<name>.svg` and `<name>.png` next to the report. */
  figure(model: FigureModel, name: string): string;
}

const asComment = (text: string): string => `% ${plainText(text)}\n`;

/** `csv` has only tables, no text. */
const formats: readonly ReportFormat[] = [
  {
    name: 'terminal',
    extension: 'txt',
    table: (model) => `${renderTerminal(model, terminal())}\n`,
    heading: (text) => `${plainText(text)}\n`,
    sentence: (text) => `${plainText(text)}\n`,
    list: (lines) => lines.map((line) => `  ${plainText(line)}\n`).join(''),
    figure: ({ title }, name) => `${plainText(title)}: ${name}.png\n`,
  },
  {
    name: 'markdown',
    extension: 'md',
    table: renderMarkdown,
    heading: (text) => `## ${markdownText(text)}\n`,
    sentence: (text) => `${markdownText(text)}\n`,
    list: (lines) => lines.map((line) => `- ${markdownText(line)}\n`).join(''),
    figure: ({ title, description, notes }, name) => {
      const lines = notes.map((note) => `- ${markdownText(note)}\n`).join('');
      return `**${markdownText(title)}**\n\n![${markdownText(description)}](${name}.svg)\n\n${lines}`;
    },
  },
  {
    name: 'latex',
    extension: 'tex',
    table: renderLatex,
    heading: asComment,
    sentence: asComment,
    list: (lines) => lines.map(asComment).join(''),
    figure: latexFigure,
  },
  {
    name: 'csv',
    extension: 'csv',
    table: renderCsv,
    heading: () => '',
    sentence: () => '',
    list: () => '',
    figure: () => '',
  },
  {
    name: 'html',
    extension: 'html',
    table: renderHtml,
    heading: (text) => `<h2>${htmlText(text)}</h2>\n`,
    sentence: (text) => `<p>${htmlText(text)}</p>\n`,
    list: (lines) => `<ul>\n${lines.map((line) => `  <li>${htmlText(line)}</li>\n`).join('')}</ul>\n`,
    figure: ({ title, description, notes }, name) =>
      `<figure>\n<img src="${name}.svg" alt="${htmlText(description)}">\n<figcaption>${[title, ...notes].map(htmlText).join('<br>')}</figcaption>\n</figure>\n`,
  },
];

/** Characters of notes that fit under a figure; those of the other notes stand below it, where they can go over the page. */
const mostCaption = 1200;

function latexFigure({ title, notes }: FigureModel, name: string): string {
  const lengths = notes.map((_, at) => notes.slice(0, at + 1).join(' ').length);
  const fitting = lengths.filter((length) => length <= mostCaption).length;
  const caption = [`${title}.`, ...notes.slice(0, fitting)].map(latexText).join(' ');
  const below = [`${title}, further notes.`, ...notes.slice(fitting)].map(latexText).join(' ');
  return [
    '% Needs \\usepackage{graphicx}.',
    ...latexPreamble(`${caption} ${below}`),
    '\\begin{figure}',
    '  \\centering',
    `  \\includegraphics[width=\\linewidth,height=.8\\textheight,keepaspectratio]{${name}.png}`,
    `  \\caption{${caption}}`,
    '\\end{figure}',
    ...(fitting < notes.length ? ['', `\\noindent{\\footnotesize\\raggedright ${below}\\par}`] : []),
    '',
  ].join('\n');
}

export const formatNames = formats.map(({ name }) => name);

/** Throws UserError naming similar names. */
export function reportFormat(name: string): ReportFormat {
  const format = formats.find((candidate) => candidate.name === name);
  if (format === undefined) throw unknownName('format', name, formatNames);
  return format;
}

const terminal = () => ({
  width: process.stdout.columns || 120,
  color: process.stdout.isTTY && !process.env['NO_COLOR'],
});
