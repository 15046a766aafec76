import { packageComponents } from '@alignclip/experiment';
import { ownFiles, type Kind } from './from-template';
import { studyTools } from './study';

/** How a package with components is called by convention. */
export const packageName = (component: string): string => `alignclip-component-${component}`;

/** The files of an npm package with one component, by their paths in it. `version`: of alignclip. */
export function packageFilesOf(kind: Kind, name: string, version: string): Map<string, string> {
  const { source, spec, page } = ownFiles(kind, name);
  const { slot } = packageComponents.find((component) => component.slot.name === kind.slot)!;
  return new Map([
    ['package.json', json(manifest(name, version))],
    ['tsconfig.json', json(tsconfig)],
    ['jest.config.cjs', `module.exports = require('alignclip/jest-preset');\n`],
    ['.gitignore', 'node_modules/\ndist/\n'],
    ['README.md', page],
    ['src/index.ts', `export * from './${name}';\n`],
    [`src/${name}.ts`, source.replace(`type: '${name}',`, (type) => `${type}\n  contract: ${slot.version},`)],
    [`src/${name}.spec.ts`, spec],
  ]);
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

const manifest = (component: string, version: string): object => ({
  name: packageName(component),
  version: '0.1.0',
  type: 'commonjs',
  keywords: ['alignclip', 'alignclip-component'],
  main: './dist/index.js',
  types: './dist/index.d.ts',
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' },
  files: ['dist', '!dist/**/*.spec.*'],
  engines: { node: '>=20.19' },
  scripts: { build: 'tsc', prepack: 'tsc', test: 'tsc --noEmit && jest' },
  peerDependencies: { alignclip: `>=${version}` },
  devDependencies: { alignclip: version, ...studyTools },
});

const tsconfig = {
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    noUncheckedIndexedAccess: true,
    isolatedModules: true,
    skipLibCheck: true,
    declaration: true,
    rootDir: 'src',
    outDir: 'dist',
    types: ['node', 'jest'],
  },
  include: ['src'],
};
