import { Registry } from '@alignclip/experiment';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generatedDocs } from './generated';

const root = resolve(__dirname, '../..');

/** Writes what is generated in docs/. Ends with code 1 where a page could not be written. */
async function main(): Promise<void> {
  const { outOfDate, problems } = await generatedDocs(root, new Registry().components);
  for (const [page, text] of outOfDate) writeFileSync(join(root, page), text);
  for (const page of outOfDate.keys()) console.log(`wrote ${page}`);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else if (outOfDate.size === 0) console.log('docs: up to date');
}

void main();
