import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A component's source, spec and page. */
export interface Files {
  readonly source: string;
  readonly spec: string;
  readonly page: string;
}

export const camelCase = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** The three files of a new component for a user's own folder: everything is imported from `alignclip`. */
export function ownFiles(kind: Kind, name: string): Files {
  const read = (ending: string) =>
    readFileSync(join(__dirname, '../../src/new/templates', `new-${kind.kind}${ending}`), 'utf8')
      .replaceAll(`new-${kind.kind}`, name)
      .replaceAll(camelCase(`new-${kind.kind}`), camelCase(name))
      .replaceAll(`L_new_${kind.kind}`, `L_${name.replaceAll('-', '_')}`);
  return { source: read('.ts'), spec: read('.spec.ts'), page: read('.md') };
}

/** The same for a package of the repository, which imports no other component package. */
export function packageFiles(kind: Kind, name: string): Files {
  const { source, spec, page } = ownFiles(kind, name);
  const inPackage = (text: string) =>
    text
      .replace(/^import (type )?\{([^}]+)\} from 'alignclip';$/m, (_, type: string | undefined, names: string) =>
        importLines(names.match(/(?:type )?\w+/g)!, type ?? ''),
      )
      .replace(`'alignclip/testing'`, `'./testing'`);
  return { source: inPackage(source), spec: inPackage(spec), page };
}

/** The packages of names that `alignclip` exports; all others are from core. */
const homes: Readonly<Record<string, string>> = {
  z: 'zod',
  tf: '@alignclip/backend',
  ...Object.fromEntries(
    ['Parameters', 'Scope', 'headScope', 'normal', 'towerScope'].map((name) => [name, '@alignclip/nn']),
  ),
  ...Object.fromEntries(
    ['bootstrapIntervals', 'innerProduct', 'weightedMean'].map((name) => [name, '@alignclip/metrics']),
  ),
  embedSplit: './splits',
  embedTexts: './splits',
};

function importLines(names: readonly string[], type: string): string {
  const homeOf = (name: string) => homes[name.replace('type ', '')] ?? '@alignclip/core';
  const modules = [...new Set(names.map(homeOf))].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return modules
    .map(
      (module) => `import ${type}{ ${names.filter((name) => homeOf(name) === module).join(', ')} } from '${module}';`,
    )
    .join('\n');
}

/** Our packages, then others, then files. */
const rank = (module: string): number => (module.startsWith('@') ? 0 : module.startsWith('.') ? 2 : 1);

/** A kind of component that `alignclip new` can create: where it lives, and how an experiment uses it. */
export interface Kind {
  /** The template is `templates/new-<kind>`. */
  readonly kind: string;
  /** The folder in packages/ with the components of its slot. */
  readonly package: string;
  /** The field of an experiment's base or variant. */
  readonly slot: string;
  /** A slot that holds a list. */
  readonly many?: true;
}

export const kinds: readonly Kind[] = [
  { kind: 'loss', package: 'losses', slot: 'losses', many: true },
  { kind: 'sharing', package: 'sharing', slot: 'sharing' },
  { kind: 'teacher', package: 'teachers', slot: 'teacher' },
  { kind: 'dataset', package: 'datasets', slot: 'dataset' },
  { kind: 'image-encoder', package: 'encoders', slot: 'imageEncoder' },
  { kind: 'text-encoder', package: 'encoders', slot: 'textEncoder' },
  { kind: 'head', package: 'encoders', slot: 'head' },
  { kind: 'map', package: 'maps', slot: 'maps', many: true },
  { kind: 'schedule', package: 'training', slot: 'schedule' },
  { kind: 'evaluator', package: 'evaluation', slot: 'evaluators', many: true },
  { kind: 'probe', package: 'evaluation', slot: 'probes', many: true },
  { kind: 'table', package: 'reporting', slot: 'tables', many: true },
  { kind: 'figure', package: 'reporting', slot: 'figures', many: true },
];
