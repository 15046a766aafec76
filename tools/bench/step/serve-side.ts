import { selectBackend, type BackendReport } from '@alignclip/backend';
import { createInterface } from 'node:readline';

/** What a worker answers to its task, and how it makes a step, in milliseconds. */
interface ServedSide {
  readonly parameters: number;
  readonly versions: string;
  readonly step: () => number | Promise<number>;
}

type Open = (task: unknown, backend: BackendReport) => Promise<ServedSide>;

/** The worker's end of a `Side` (side.ts has the protocol): the first line is the task, each later one asks for a step. */
export function serveSide(open: Open): void {
  serve(open).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}

async function serve(open: Open): Promise<void> {
  const backend = await selectBackend();
  let side: ServedSide | undefined;
  for await (const line of createInterface(process.stdin)) {
    if (side) say({ ms: await side.step() });
    else {
      side = await open(JSON.parse(line) as unknown, backend);
      say({ parameters: side.parameters, versions: side.versions });
    }
  }
}

const say = (answer: object): boolean => process.stdout.write(`${JSON.stringify(answer)}\n`);
