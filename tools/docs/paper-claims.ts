import { counted } from '@alignclip/core';
import { claimBlocks, reportFormat, verdictCounts, type JudgedClaim } from '@alignclip/report';
import { markdownText } from '@alignclip/reporting';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Kept } from './kept-records';

const paper = 'experiments/paper';

export const paperFiles = (root: string): string[] =>
  readdirSync(join(root, paper))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${paper}/${name}`);

/** A profile of the paper's experiments, and their folder of runs where it is another. */
type Column = Omit<Kept, 'file'>;

/** Of a section such as `claims quick full:paper-pretrained`. */
export const columnsOf = (section: string): Column[] =>
  section
    .split(' ')
    .slice(1)
    .map((column) => {
      const [profile, folder] = column.split(':') as [string, string?];
      return { profile, ...(folder !== undefined && { folder }) };
    });

/** The claims of the paper as one column of runs judges them. */
export interface JudgedColumn extends Column {
  readonly claims: readonly (JudgedClaim & { readonly isRun: boolean })[];
}

const titleOf = ({ profile, folder = '' }: Column): string => [profile, ...folder.split('-').slice(1)].join(', ');

const ran = ({ claims }: JudgedColumn) => claims.filter(({ isRun }) => isRun);

/** A row for each claim, in the order of their words, and for each column how many are decided. */
export function claimsTable(columns: readonly JudgedColumn[]): string {
  const rows = columns[0]!.claims.map(({ claim, source }, i) => [
    `${markdownText(claim)} (${source})`,
    ...columns.map(({ claims }) => verdictOf(claims[i]!)),
  ]);
  const head = ['claim', ...columns.map(titleOf)];
  const lines = [head, head.map(() => '---'), ...rows.sort((a, b) => (a[0]! < b[0]! ? -1 : 1))];
  const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return [table, columns.map(countsOf).join('\n')].join('\n\n');
}

const verdictOf = ({ isRun, judgement: { verdict, seeds } }: JudgedColumn['claims'][number]): string =>
  isRun ? `${verdict}, ${counted(seeds, 'seed')}` : 'not run';

/** "- full, pretrained: **10 of 11 claims decided**: 4 hold, 6 fail, 1 undecided." */
function countsOf(column: JudgedColumn): string {
  const decided = ran(column).filter(({ judgement: { verdict } }) => verdict === 'holds' || verdict === 'fails');
  const all = counted(column.claims.length, 'claim');
  const missing = column.claims.length - ran(column).length;
  const notRun = missing === 0 ? '' : `, ${missing} not run`;
  return `- ${titleOf(column)}: **${decided.length} of ${all} decided**: ${verdictCounts(ran(column))}${notRun}.`;
}

/** For each claim what its verdict rests on: every comparison, the difference that it could have shown, its halves. */
export const evidence = (columns: readonly JudgedColumn[]): string =>
  columns
    .flatMap((column) => ran(column).flatMap((claim) => claimBlocks(claim, reportFormat('markdown'))))
    .map((block) => block.trimEnd())
    .join('\n\n');
