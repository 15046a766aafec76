import { existsSync } from 'node:fs';
import { goldenFolder } from './golden-folder';
import { runGolden, type GoldenResult } from './run-golden';

const shownFailures = 20;

async function main(): Promise<void> {
  const folder = goldenFolder();
  if (!existsSync(folder)) {
    console.log(`golden: skipped, there is no folder ${folder} (ALIGNCLIP_GOLDEN names another)`);
    return;
  }
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
    return `FAIL     ${name} ${failures.length} problems, worst error ${ratio(worst)} of the tolerance`;
  if (notYet !== undefined) return `not yet  ${name} ${notYet}`;
  return `ok       ${name} ${checks} checks, worst error ${ratio(worst)} of the tolerance`;
}

const ratio = (worst: number): string => (worst === 0 ? '0' : worst.toPrecision(2));

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
