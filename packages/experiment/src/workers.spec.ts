import { answersOf, hasTensorflow, noTensorflow } from '@alignclip/backend/testing';
import { describeWhere } from '@alignclip/core/testing';
import { join } from 'node:path';
import { scratchFolder } from './testing/scratch-folder';
import { cases, type WorkersTask } from './testing/workers-program';

const scratch = scratchFolder('workers');
const program = join(__dirname, 'testing/workers-program.ts');
/** What each worker has, task by task; all have one thread. */
const trainedBy = (size: number, ...tasks: readonly WorkersTask[]) =>
  answersOf<Record<string, string>[]>(
    program,
    size,
    tasks.map((task) => JSON.stringify(task)),
  );

jest.setTimeout(600_000); // starts processes, which take their time on a busy machine

describeWhere(hasTensorflow(), noTensorflow, 'workers', () => {
  it('have the bits of a single process, 2 and 4 of them, and go on where 4, then 2 have stopped', async () => {
    const all = { cases: Object.keys(cases) };
    const part = { cases: ['AlignCLIP'], checkpoint: join(scratch.path, 'AlignCLIP.safetensors') };
    const stopped = { AlignCLIP: 'stopped' };
    const four = await trainedBy(4, all, { ...part, stopAt: 13 });
    const two = await trainedBy(2, all, { ...part, stopAt: 27 });
    const [[one, resumed]] = (await trainedBy(1, all, part)) as [Record<string, string>[]];
    expect(Object.keys(one!)).toHaveLength(2 * all.cases.length);
    expect(four).toEqual(Array.from({ length: 4 }, () => [one, stopped]));
    expect(two).toEqual(Array.from({ length: 2 }, () => [one, stopped]));
    expect(resumed!['AlignCLIP']).toBe(one!['AlignCLIP']);
  });
});
