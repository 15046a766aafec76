import { describeWhere, itWhere } from '@alignclip/core/testing';

interface SkipReporter {
  onTestResult(test: { path: string }, result: { testResults: readonly { fullName: string; status: string }[] }): void;
  summary(): string[];
  getLastError(): Error | undefined;
}
const Reporter = jest.requireActual<new (config: object) => SkipReporter>('./skip-reporter.cjs');

const rootDir = '/clone';
const result = (...names: string[]) => ({
  testResults: [{ fullName: 'runs', status: 'passed' }, ...names.map((fullName) => ({ fullName, status: 'pending' }))],
});

function reporter(config: { ci: boolean; testNamePattern?: string }, ...names: string[]): SkipReporter {
  const made = new Reporter({ rootDir, ...config });
  made.onTestResult({ path: '/clone/tools/a.spec.ts' }, result(...names));
  return made;
}

describe('SkipReporter', () => {
  it('lists reasons and files, and lets a run pass that is not in CI', () => {
    const made = reporter(
      { ci: false },
      'x [skipped: no moon] a',
      'x [skipped: no moon] b',
      'y [skipped: no Chromium]',
    );
    made.onTestResult({ path: '/clone/b.spec.ts' }, result('z [skipped: no moon]'));
    expect(made.summary()).toEqual([
      'Skipped:',
      '  no moon',
      '    tools/a.spec.ts: 2 tests',
      '    b.spec.ts: 1 test',
      '  no Chromium',
      '    tools/a.spec.ts: 1 test',
    ]);
    expect(made.getLastError()).toBeUndefined();
    expect(reporter({ ci: false }).summary()).toEqual(['Skipped: nothing']);
  });

  it('fails in CI on a reason that is not on the list, and on none', () => {
    expect(
      reporter({ ci: true }, 'y [skipped: no Chromium (apt-get install chromium)]').getLastError(),
    ).toBeUndefined();
    expect(reporter({ ci: true }, 'x [skipped: no moon]').getLastError()).toMatchObject({
      message: 'skipped tests are not allowed in CI: no moon',
    });
    expect(reporter({ ci: true }, 'x').summary()[1]).toMatch(/^ {2}no reason given .* \(not allowed in CI/);
  });

  it('passes over tests that -t left out', () => {
    expect(reporter({ ci: true, testNamePattern: 'x' }, 'y').summary()).toEqual(['Skipped: nothing']);
  });
});

/** What the reporter reads, as Jest would be called. */
describe('itWhere and describeWhere', () => {
  const called: string[] = [];
  const fake = (kind: string) =>
    Object.assign((name: string) => called.push(`${kind} ${name}`), {
      skip: (name: string) => called.push(`${kind}.skip ${name}`),
    });

  it('run, or skip with the reason in the name', () => {
    const [realIt, realDescribe] = [globalThis.it, globalThis.describe];
    Object.assign(globalThis, { it: fake('it'), describe: fake('describe') });
    try {
      itWhere(true, 'no moon', 'shines', () => undefined);
      itWhere(false, 'no moon', 'shines', () => undefined);
      describeWhere(true, 'no moon', 'nights', () => undefined);
      describeWhere(false, 'no moon', 'nights', () => undefined);
    } finally {
      Object.assign(globalThis, { it: realIt, describe: realDescribe });
    }
    expect(called).toEqual([
      'it shines',
      'it.skip shines [skipped: no moon]',
      'describe nights',
      'describe.skip nights [skipped: no moon]',
    ]);
  });
});
