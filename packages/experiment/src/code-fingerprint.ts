import { sha256, type Spec } from '@alignclip/core';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { importClosure, workspaceRoot } from './import-closure';

/** Finds the sources that decide a result, so that a changed loss reruns the cells that use it and no others. */
export class CodeFingerprint {
  private readonly sources = componentSources();
  private readonly own: ReadonlyMap<string, string>;

  /**
   * `experimentFile`: where components that no package has are looked for; with `usesModules` it decides every result,
   * for its bindings are code.
   */
  constructor(
    private readonly experimentFile: string | undefined,
    private readonly usesModules = false,
  ) {
    const closure = experimentFile ? [...importClosure([experimentFile])] : [];
    this.own = new Map(closure.map((file) => [basename(file, '.ts'), file]));
  }

  /** Hash of the components' files, of what composes them, and of all that these import inside the workspace. */
  of(specs: readonly Spec[]): string {
    const entries = specs.flatMap(
      ({ type }) => this.sources.get(type) ?? this.own.get(type) ?? this.experimentFile ?? [],
    );
    entries.push(compositionRoot, ...(this.usesModules && this.experimentFile ? [this.experimentFile] : []));
    const files = [...importClosure(entries)].sort();
    return sha256(JSON.stringify(files.map((file) => [relative(workspaceRoot, file), sha256(readFileSync(file))])));
  }
}

/** Imports the services that no component names: model, objective, batches, parameters. */
const compositionRoot = join(__dirname, 'compose.ts');

/** A component's file is named after its type. */
function componentSources(): Map<string, string> {
  const packages = join(workspaceRoot, 'packages');
  return new Map(
    readdirSync(packages)
      .flatMap((name) => sourcesIn(join(packages, name, 'src')))
      .filter((file) => readFileSync(file, 'utf8').includes(`type: '${basename(file, '.ts')}'`))
      .map((file) => [basename(file, '.ts'), file]),
  );
}

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => join(folder, file));
