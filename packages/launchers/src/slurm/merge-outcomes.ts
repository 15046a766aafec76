import { writeFileAtomic } from '@alignclip/formats';
import { join } from 'node:path';
import { BatchFolder } from './batch-folder';

/** `merge-outcomes FOLDER`: writes one file with all outcomes and prints a line for each; exit code 1 unless all are done. */
async function main(folder: string): Promise<void> {
  const batch = new BatchFolder(folder);
  const outcomes = batch.indices.map((index) => {
    const files = batch.task(index);
    const ending = files.outcome() ?? { kind: 'failed', error: `ended without an outcome\n${files.endOfLog()}` };
    return { id: files.job()?.id ?? `task ${index}`, ...ending };
  });
  await writeFileAtomic(join(folder, 'outcomes.json'), `${JSON.stringify(outcomes, null, 1)}\n`);
  for (const { id, kind } of outcomes) console.log(`${id}: ${kind}`);
  const done = outcomes.filter(({ kind }) => kind === 'done').length;
  console.log(`${done} of ${outcomes.length} done`);
  if (done < outcomes.length) process.exitCode = 1;
}

void main(process.argv[2]!);
