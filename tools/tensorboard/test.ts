import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMain } from '../testing/check';
import { checkEvents } from './check-events';

/** `npm run test:tensorboard`: TensorBoard reads the curves of an interrupted run; skipped where it can't be had. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-tensorboard-'));
  try {
    const found = findTensorBoard(folder, (line) => console.log(line));
    if ('reason' in found) return console.log(`test:tensorboard: SKIPPED, ${found.reason}`);
    await checkEvents(found.python, join(folder, 'runs'));
    console.log('test:tensorboard: all as it should be');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const wanted = 'tensorboard==2.21.0';

/**
 * A Python that has TensorBoard: `ALIGNCLIP_PYTHON`, `python3`, else one in a new virtual environment below the folder (some
 * 50 MB from PyPI). Gives the reason where there is none.
 */
function findTensorBoard(folder: string, say: (line: string) => void): { python: string } | { reason: string } {
  const known = [process.env['ALIGNCLIP_PYTHON'], 'python3'].filter((python) => python !== undefined);
  const having = known.find(hasTensorBoard);
  if (having !== undefined) return { python: having };
  say(`installing ${wanted} in a virtual environment`);
  const python = join(folder, 'python/bin/python');
  for (const [command, ...args] of [
    ['python3', '-m', 'venv', join(folder, 'python')],
    [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', wanted],
  ]) {
    const { status, stderr, error } = spawnSync(command!, args, { encoding: 'utf8', timeout: 300_000 });
    if (status !== 0) return { reason: `no TensorBoard: ${lastLine(error?.message ?? stderr) || `${command} failed`}` };
  }
  return hasTensorBoard(python) ? { python } : { reason: `${wanted} was installed and can't be imported` };
}

const hasTensorBoard = (python: string): boolean => spawnSync(python, ['-c', 'import tensorboard']).status === 0;

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

runMain(main);
