import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { camelCase, kinds, ownFiles } from './from-template';

/** What a study has beside alignclip, of the versions that alignclip is tested with. */
export const studyTools = {
  '@types/jest': '30.0.0',
  '@types/node': '20.19.43',
  jest: '30.5.2',
  typescript: '6.0.3',
};

export const jestConfig = `module.exports = require('alignclip/jest-preset');\n`;

/** The tsconfig.json of a study or of a package with components, which say what is written. */
export function tsconfigWith(written: object): object {
  const types = { target: 'es2023', module: 'nodenext', strict: true, noUncheckedIndexedAccess: true };
  const options = { ...types, isolatedModules: true, skipLibCheck: true, ...written, types: ['node', 'jest'] };
  return { compilerOptions: options, include: ['src'] };
}

export interface Study {
  readonly name: string;
  /** The version of alignclip. */
  readonly version: string;
  /** Whether its files are ES modules for Node and for TypeScript. */
  readonly esModules: boolean;
}

const templates = join(__dirname, '../../src/new/study');
const read = (name: string): string => readFileSync(join(templates, name), 'utf8');
const loss = 'centroid-distance';

/** The files of a new study beside its package.json, by their paths in it. */
export function studyFiles(study: Study): Map<string, string> {
  const { source, spec, page } = ownFiles(
    kinds.find(({ kind }) => kind === 'loss')!,
    loss,
  );
  const sources = readdirSync(templates)
    .filter((name) => name.endsWith('.ts'))
    .map((name): [string, string] => [name, withOwnLoss(read(name))]);
  const written = [...sources, [`${loss}.ts`, source], [`${loss}.spec.ts`, spec]] as const;
  return new Map([
    ['tsconfig.json', json(tsconfig)],
    ['jest.config.cjs', jestConfig],
    ['.gitignore', read('gitignore.txt')],
    ['.github/workflows/check.yml', read('check.yml')],
    ['README.md', read('README.md').replaceAll('NAME', (name, at) => (at === 2 ? study.name : name))],
    ...written.map(([name, text]): [string, string] => [`src/${name}`, study.esModules ? asEsModule(text) : text]),
    [`src/${loss}.md`, page],
  ]);
}

const withOwnLoss = (text: string): string =>
  text.replaceAll('../templates/new-loss', `./${loss}`).replaceAll('newLoss', camelCase(loss));

/** Imports of files as Node finds them in an ES module. */
export const asEsModule = (text: string): string => text.replaceAll(/ from '(\.[^']+)';/g, ` from '$1.js';`);

export const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** What a study looks at in a package.json. */
export interface Manifest {
  readonly name?: string;
  readonly type?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The package.json of a new study, or a project's with what a study needs: what is in it stays. */
export function studyManifest(study: Study, existing: Manifest = {}): string {
  const made = packageJson(study);
  const both = (key: 'scripts' | 'dependencies' | 'devDependencies') => ({ ...made[key], ...existing[key] });
  return json({
    ...made,
    ...existing,
    scripts: both('scripts'),
    dependencies: both('dependencies'),
    devDependencies: both('devDependencies'),
  });
}

const packageJson = ({ name, version, esModules }: Study) => ({
  name,
  version: '0.0.0',
  private: true,
  type: esModules ? 'module' : 'commonjs',
  engines: { node: '>=20.19' },
  scripts: {
    start: 'alignclip setup && alignclip ablate src/experiment.ts',
    test: 'tsc && jest',
  },
  dependencies: { alignclip: version },
  devDependencies: studyTools,
});

const tsconfig = tsconfigWith({ noEmit: true });
