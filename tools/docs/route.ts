import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What V8 writes under NODE_V8_COVERAGE, as far as it is read here. */
interface Coverage {
  readonly result: readonly { readonly url: string; readonly functions: readonly Called[] }[];
}
interface Called {
  readonly functionName: string;
  readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
}

const root = resolve(__dirname, '../..');
/** Components, towers and kernels aren't on the way: any of them could stand there. */
const packages = ['cli', 'experiment', 'launchers', 'report', 'reporting'];
const experiment = `
import { defineExperiment } from '@alignclip/experiment';
import { tinyBase } from '@alignclip/experiment/testing';
import { question, scoreTable } from '@alignclip/reporting';
import { shared } from '@alignclip/sharing';

const distance = 'gap/test/centroid-distance';
export default defineExperiment({
  name: 'route',
  seeds: [0, 1],
  base: tinyBase,
  variants: { CLIP: {}, SharedCLIP: { sharing: shared() } },
  tables: [scoreTable({ title: 'Gap', columns: [{ score: distance, title: 'distance' }] })],
  questions: [question({ question: 'RQ1', name: 'distance', baseline: 'CLIP', treatment: 'SharedCLIP', score: distance, better: 'lower' })],
});
`;

/** Functions that were called, by file of the packages on the way. */
function calledIn(folder: string): Map<string, Set<string>> {
  const called = new Map<string, Set<string>>();
  for (const name of readdirSync(folder)) {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Coverage;
    for (const { url, functions } of result.filter(({ url }) => url.startsWith('file://'))) {
      const file = fileURLToPath(url).slice(root.length + 1);
      const names = functions.filter((one) => one.ranges[0]!.count > 0 && !isCompilers(one)).map(idOf);
      called.set(file, new Set([...(called.get(file) ?? []), ...names]));
    }
  }
  return new Map([...called].filter(([file]) => isOnTheWay(file)));
}

const idOf = ({ functionName, ranges: [range] }: Called): string => `${functionName}@${range!.startOffset}`;

/** Whether it is no function of the source: `_zod` loads a package when it is first used. */
const isCompilers = ({ functionName }: Called): boolean => functionName.startsWith('_');

const isOnTheWay = (file: string): boolean =>
  packages.some((name) => file.startsWith(`packages/${name}/`)) && !/\/index\.ts$|\/testing\//.test(file);

function runCovered(folder: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_V8_COVERAGE: folder },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
}

/** Prints the files in which a function is called between \`alignclip ablate\` and the printed table, by package. */
function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-route-'));
  try {
    const [file, onWay, onLoad] = ['route.ts', 'way', 'load'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(file, experiment);
    runCovered(onWay, ['packages/cli/bin/alignclip.cjs', 'ablate', file, '--runs', join(folder, 'runs')]);
    const way = calledIn(onWay);
    const modules = [...way.keys()].filter((name) => name.endsWith('.ts') && !/main\.ts$|-worker\.ts$/.test(name));
    const loading = modules.map((name) => `require(${JSON.stringify(join(root, name))})`).join(';');
    runCovered(onLoad, ['-r', '@alignclip/launchers/typescript', '-e', loading]);
    const loaded = calledIn(onLoad);
    const entered = [...way].filter(([name, all]) => [...all].some((one) => !loaded.get(name)?.has(one)));
    for (const name of packages) {
      const files = entered
        .map(([path]) => path)
        .filter((path) => path.startsWith(`packages/${name}/`))
        .sort();
      console.log(`${name}: ${files.length}`);
      for (const path of files) console.log(`  ${path.slice(`packages/${name}/`.length)}`);
    }
    console.log(`${entered.length} files`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
