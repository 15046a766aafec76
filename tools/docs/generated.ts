import type { AnyComponent } from '@alignclip/core';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exchangeTable } from '../bench/scale/exchange-table';
import { withIndex } from './docs-index';
import { formatted } from './formatted';
import { fillMarked } from './marked';
import { optionsWithoutMeaning, withOptionTable } from './option-tables';

export interface GeneratedDocs {
  /** Pages whose text is not what the sources say: path from the root, and the text that it should have. */
  readonly outOfDate: ReadonlyMap<string, string>;
  /** What keeps a page from being written, a line each. */
  readonly problems: readonly string[];
}

/** Every page that is wholly or partly made from the sources, compared with what is on disk. */
export async function generatedDocs(root: string, components: readonly AnyComponent[]): Promise<GeneratedDocs> {
  const outOfDate = new Map<string, string>();
  const problems: string[] = [];
  const check = async (page: string, make: (now: string) => string): Promise<void> => {
    if (!existsSync(join(root, page))) return;
    const now = readFileSync(join(root, page), 'utf8');
    try {
      const made = await formatted(make(now));
      if (made !== now) outOfDate.set(page, made);
    } catch (error) {
      problems.push(`${page}: ${(error as Error).message}`);
    }
  };
  for (const component of components) {
    const lacking = optionsWithoutMeaning(component);
    problems.push(...lacking);
    const page = `docs/components/${component.type}.md`;
    if (lacking.length === 0) await check(page, (now) => withOptionTable(now, component));
  }
  await check('docs/README.md', (now) => withIndex(now, root, components));
  await check('docs/performance.md', (now) => fillMarked(now, 'exchange', exchangeTable()));
  return { outOfDate, problems };
}
