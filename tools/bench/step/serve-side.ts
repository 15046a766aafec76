import { selectBackend, type BackendReport } from '@alignclip/backend';
import { createInterface } from 'node:readline';

/** What a worker answers to its task, and how it makes a step, in milliseconds. */
interface ServedSide {
  readonly parameters: number;
  readonly versions: string;
  readonly step: () => number | Promise<number>;
  /** What is told with the time of a step. */
  readonly exchanged?: () => object;
}

type Open = (task: unknown, backend: BackendReport) => Promise<ServedSide>;

/**
 * The worker's end of a `Side` (side.ts has the protocol): the first line is the task, each later one asks for a step. `prepare`
 * comes before the backend is selected.
 */
export function serveSide(open: Open, prepare: (task: unknown) => Promise<unknown> = async () => undefined): void {
  serve(open, prepare).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}

async function serve(open: Open, prepare: (task: unknown) => Promise<unknown>): Promise<void> {
  let side: ServedSide | undefined;
  for await (const line of createInterface(process.stdin)) {
    if (side) say({ ms: await side.step(), ...side.exchanged?.() });
    else {
      const task = JSON.parse(line) as unknown;
      await prepare(task);
      side = await open(task, await selectBackend());
      say({ parameters: side.parameters, versions: side.versions });
    }
  }
}

const say = (answer: object): boolean => process.stdout.write(`${JSON.stringify(answer)}\n`);
