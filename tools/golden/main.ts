import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { counted, messageOf } from '@alignclip/core';
import { goldenFolders } from './golden-folder';
import { runGolden, type GoldenResult } from './run-golden';

const shownFailures = 20;

async function main(): Promise<void> {
  for (const folder of goldenFolders()) await checkFolder(folder);
}

async function checkFolder(folder: string): Promise<void> {
  if (!existsSync(join(folder, 'manifest.json')))
    throw new Error(`golden: ${folder} has no manifest.json (ALIGNCLIP_GOLDEN names the folder of a set)`);
  console.log(`golden: ${folder}`);
  for await (const result of runGolden(folder)) {
    for (const file of result.files) console.log(line(file, result));
    for (const failure of result.failures.slice(0, shownFailures)) console.log(`    ${failure}`);
    const more = result.failures.length - shownFailures;
    if (more > 0) console.log(`    … and ${more} more`);
    if (result.failures.length > 0) process.exitCode = 1;
  }
}

function line(file: string, { failures, notYet, checks, worst }: GoldenResult): string {
  const name = file.padEnd(30);
  if (failures.length > 0)
    return `FAIL     ${name} ${counted(failures.length, 'problem')}, worst error ${ratio(worst)} of the tolerance`;
  if (notYet !== undefined) return `not yet  ${name} ${notYet}`;
  return `ok       ${name} ${checks} checks, worst error ${ratio(worst)} of the tolerance`;
}

const ratio = (worst: number): string => (worst === 0 ? '0' : worst.toPrecision(2));

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
