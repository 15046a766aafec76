import { createRequire } from 'node:module';
import { type Check, ok, problem } from './check';

const datasets = createRequire(require.resolve('@alignclip/datasets'));

/** The npm packages with the images and captions of the embedded data set: what `@alignclip/datasets` depends on. */
export function dataPackages(): string[] {
  const { dependencies } = datasets('../package.json') as { dependencies: Record<string, string> };
  return Object.keys(dependencies).filter((name) => /emoji|openmoji/.test(name));
}

/** Whether the packages of the embedded data are installed where the data sets look for them. */
export function checkPackages(names: readonly string[] = dataPackages()): Check {
  const missing = names.filter((name) => !resolves(`${name}/package.json`));
  return missing.length === 0
    ? ok('data packages', `${names.length} installed`)
    : problem('data packages', `missing: ${missing.join(', ')}`, 'run `npm ci`');
}

function resolves(request: string): boolean {
  try {
    datasets.resolve(request);
    return true;
  } catch {
    return false;
  }
}
