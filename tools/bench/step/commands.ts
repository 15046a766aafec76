import { resolve } from 'node:path';

/** How a worker of ours is started: sources compiled as read, preloaded allocator. */
export interface OurCommand {
  readonly ours: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

const root = resolve(__dirname, '../../..');

/** The program of a worker in tools/bench. */
export function commandOf(worker: string): OurCommand {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- plain JavaScript of the program's own start
  const start = require(resolve(root, 'packages/cli/bin/run-worker.cjs')) as {
    workerEnvironment(): NodeJS.ProcessEnv;
    workerOptions(): string[];
  };
  return {
    ours: [process.execPath, ...start.workerOptions(), resolve(root, 'tools/bench', worker)],
    env: start.workerEnvironment(),
  };
}

/** Python's arguments for a script in tools/reference. */
export const reference = (python: string, script: string): string[] => [
  python,
  resolve(root, 'tools/reference', script),
];
