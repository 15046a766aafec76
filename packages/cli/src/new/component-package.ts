import { packageComponents } from '@alignclip/experiment';
import { ownFiles, type Kind } from './from-template';
import { jestConfig, json, studyTools, tsconfigWith } from './study';

/** How a package with components is called by convention. */
export const packageName = (component: string): string => `alignclip-component-${component}`;

/** The files of an npm package with one component, by their paths in it. `version`: of alignclip. */
export function packageFilesOf(kind: Kind, name: string, version: string): Map<string, string> {
  const { source, spec, page } = ownFiles(kind, name);
  const { slot } = packageComponents.find((component) => component.slot.name === kind.slot)!;
  return new Map([
    ['package.json', json(manifest(name, version))],
    ['tsconfig.json', json(tsconfig)],
    ['jest.config.cjs', jestConfig],
    ['.gitignore', 'node_modules/\ndist/\n'],
    ['README.md', page],
    ['src/index.ts', `export * from './${name}';\n`],
    [`src/${name}.ts`, source.replace(`type: '${name}',`, (type) => `${type}\n  contract: ${slot.version},`)],
    [`src/${name}.spec.ts`, spec],
  ]);
}

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

const tsconfig = tsconfigWith({ declaration: true, rootDir: 'src', outDir: 'dist' });
