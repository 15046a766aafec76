import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { repository, run } from './study-folder.mjs';

const page = readFileSync(join(repository, 'docs/how-to/use-a-notebook.md'), 'utf8');
const cells = [...page.matchAll(/^```ts cell\n([\s\S]*?)^```$/gm)].map(([, cell = '']) => cell);
const jupyter = 'nbclient==0.11.0';

/**
 * The words of the page that the expression captures.
 * @param {RegExp} expression
 */
function named(expression) {
  const found = expression.exec(page)?.[1];
  if (found === undefined) throw new Error(`the page has no ${String(expression)}`);
  return found;
}

/**
 * What is installed from outside; one line says what is missing.
 * @template T
 * @param {string} what
 * @param {() => T} work
 */
function needed(what, work) {
  try {
    return work();
  } catch (error) {
    const lines = (error instanceof Error ? error.message : String(error)).trim().split('\n');
    const reason = lines.slice(1).find((line) => /error/i.test(line)) ?? lines.at(-1) ?? '';
    throw new Error(`check:notebook needs ${what}: ${reason}`, { cause: error });
  }
}

/**
 * The kernel beside the study, where its own `npm install` would lay it, and its entry among Jupyter's kernels.
 * @param {string} folder
 * @param {string} study
 */
export function installKernel(folder, study) {
  const place = join(folder, 'kernel');
  mkdirSync(place);
  writeFileSync(join(place, 'package.json'), '{}\n');
  const options = ['--save-dev', '--save-exact', '--ignore-scripts', '--no-audit', '--no-fund'];
  needed("Deno from npm's registry", () => run(place, 'npm', 'install', ...options, named(/(deno@\d+\.\d+\.\d+)$/m)));
  for (const name of ['deno', '@deno'])
    symlinkSync(join(place, 'node_modules', name), join(study, 'node_modules', name));
  const program = join(study, 'node_modules/deno/bin.cjs');
  const args = named(/^npx deno (jupyter --install .+)$/m).split(' ');
  run(study, 'env', `HOME=${folder}`, process.execPath, program, ...args);
}

/**
 * Runs the cells; the outputs of each by their media type.
 * @param {string} folder
 * @param {string} study
 * @returns {Record<string, string>[]}
 */
export function runCells(folder, study) {
  const python = join(folder, 'python');
  needed('Python 3 with venv', () => run(folder, 'python3', '-m', 'venv', python));
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary=:all:'];
  needed("Jupyter from Python's registry", () => run(folder, join(python, 'bin/python'), ...pip, jupyter));
  const notebook = join(study, 'analysis.ipynb');
  const kernelspec = { name: named(/ --name (\S+)/), display_name: 'study', language: 'typescript' };
  const source = cells.map((cell, i) => ({
    cell_type: 'code',
    id: `cell-${String(i)}`,
    metadata: {},
    execution_count: null,
    outputs: [],
    source: cell,
  }));
  writeFileSync(notebook, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells: source }));
  const path = `JUPYTER_PATH=${join(folder, '.local/share/jupyter')}`;
  run(study, 'env', path, join(python, 'bin/jupyter-execute'), '--inplace', '--timeout=120', notebook);
  const done = /** @type {{ cells: { outputs: { data?: Record<string, string | string[]> }[] }[] }} */ (
    JSON.parse(readFileSync(notebook, 'utf8'))
  );
  return done.cells.map(({ outputs }) =>
    Object.fromEntries(
      outputs.flatMap(({ data = {} }) =>
        Object.entries(data).map(([type, text]) => [type, stripVTControlCharacters([text].flat().join(''))]),
      ),
    ),
  );
}
