import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../testing/run-alignclip';
import { type Peer, type PeerPlace, Skipped } from './peer';

interface JestReport {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** A peer that our own specs ask. */
const ofSpecs = (name: string, ...specs: string[]): Peer => ({
  name,
  run: ({ folder, counts }: PeerPlace) => {
    const out = join(folder, 'report.json');
    const jest = join(root, 'node_modules/jest/bin/jest.js');
    spawnSync(process.execPath, [jest, ...specs, '-w', '1', '--json', `--outputFile=${out}`], {
      cwd: root,
      stdio: 'ignore',
    });
    const { testResults } = JSON.parse(readFileSync(out, 'utf8')) as JestReport;
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    for (const { message } of testResults.filter((one) => one.assertionResults.length === 0))
      counts.check(false, message);
    for (const { status, fullName } of tests.filter((one) => one.status !== 'pending'))
      counts.check(status === 'passed', fullName);
    const skipped = tests.filter(({ status }) => status === 'pending');
    if (skipped.length > 0 && skipped.length === tests.length) throw new Skipped(skipped[0]!.fullName);
    return Promise.resolve();
  },
});

/** TensorBoard reads the curves of an interrupted run (`npm run test:tensorboard`). */
export const tensorboard: Peer = {
  name: 'tensorboard',
  run: ({ counts }) => {
    const program = join(root, 'tools/tensorboard/test.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'tools/run.cjs'), program], {
      encoding: 'utf8',
    });
    const skipped = /SKIPPED, (.*)/.exec(stdout)?.[1];
    if (skipped !== undefined) throw new Skipped(skipped);
    for (const line of stdout.split('\n').filter((one) => one.startsWith('  '))) counts.check(true, line);
    counts.check(status === 0, stderr);
    return Promise.resolve();
  },
};

/** The report page and its figures, in light and dark, on wide and narrow screens. */
export const axe = ofSpecs('axe', 'packages/report/src/browser/accessibility.spec.ts');

export const htmlValidate = ofSpecs('html-validate', 'packages/report/src/page/valid-html.spec.ts');

/** Tables and names in LaTeX. */
export const pdflatex = ofSpecs('pdflatex', 'packages/reporting/src/rendering/.*latex.*');
