import { projectRoot } from '@alignclip/backend';
import { contentHash, sha256, type Spec } from '@alignclip/core';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { ImportGraph, runningCode } from './import-graph';
import { isOwn, nameInRepository, ourFile, sourceFolders } from './our-sources';
import { operationsOf, operationSources, PackageContents } from './package-content';
import type { LoadedExperiment } from '../define/load-experiment';
import type { Registry } from '../define/registry';
import { packageHashes, packageVersions } from './package-versions';

/** Finds the sources that determine a result, so that a changed loss reruns exactly the cells that use it. */
export class CodeFingerprint {
  private readonly sources: ReadonlyMap<string, string>;
  /** Hashes by the names in the specs, and of files by path: one fingerprint sees one state of the files. */
  private readonly known = new Map<string, string>();
  private readonly hashes = new Map<string, string>();
  private readonly own: ReadonlyMap<string, string>;
  /** Files that affect every result: the experiment's own file too if it binds services of its own, because bindings are code. */
  private readonly always: readonly string[];
  private readonly graph: ImportGraph;
  private readonly contents = new PackageContents(projectRoot);

  readonly registry: Registry;

  constructor({ file: given, definition: { components = [], modules }, registry }: LoadedExperiment) {
    this.registry = registry;
    this.sources = componentSources(new Set(registry.components.map(({ type }) => type)));
    const file = existsSync(given) ? realpathSync(given) : given; // as the graph names it
    this.always = modules === undefined ? [compositionRoot] : [compositionRoot, file];
    const asksFile = components.length > 0 || modules !== undefined;
    this.graph = new ImportGraph([...this.sources.values(), compositionRoot, mapping, ...(asksFile ? [file] : [])]);
    const files = components.length > 0 ? [...this.graph.closure([file])].filter(declaresComponent) : [];
    const fileOf = (type: string) => files.find((name) => nameOf(name) === type) ?? file;
    this.own = new Map(components.map(({ slot, type }) => [`${slot.name}/${type}`, fileOf(type)]));
  }

  /**
   * Hash of the components' files, the composition root, everything that these import inside alignclip and the user's
   * own project, and the code of the npm packages that they import. Where own files lie doesn't matter.
   */
  of(specs: readonly Spec[]): string {
    const names = JSON.stringify(specs.map(({ slot, type }) => [slot, type]).sort());
    const known = this.known.get(names) ?? this.hash(specs);
    this.known.set(names, known);
    return known;
  }

  /**
   * Hash of what decides what these components compute on their own: without the composition root, and of their code
   * what can run. Absent where an experiment binds services of its own, which may stand in their place.
   */
  get ofFeatures(): ((specs: readonly Spec[]) => string) | undefined {
    if (this.always.length > 1) return undefined;
    const known = new Map<string, string>();
    return (specs) => {
      const entries = specs.map((spec) => this.fileOf(spec));
      const hash = known.get(entries.join()) ?? this.featureHash(entries);
      known.set(entries.join(), hash);
      return hash;
    };
  }

  private featureHash(entries: readonly string[]): string {
    const { code, files } = runningCode(entries);
    const operations = files.includes(customOps) ? operationsOf(code).map((file) => this.hashOf(file)) : [];
    return contentHash([sha256(code), operations, packageHashes(files, this.graph, this.contents)]);
  }

  private hash(specs: readonly Spec[]): string {
    const entries = this.entriesOf(specs);
    const files = this.filesFrom(entries);
    const ours = files.filter((file) => !isOwn(file));
    const contents = ours.map((file) => [nameInRepository(file), this.hashOf(file)]).sort(byName);
    const own = entries.filter(isOwn).map((file) => this.graph.structure(file));
    const packages = packageHashes(files, this.graph, this.contents);
    return contentHash([contents, [...new Set(own)].sort(), packages]);
  }

  private hashOf(file: string): string {
    const hash = this.hashes.get(file) ?? sha256(readFileSync(file));
    this.hashes.set(file, hash);
    return hash;
  }

  /** Versions of the npm packages that the components need. */
  packages(specs: readonly Spec[]): Record<string, string> {
    return packageVersions(this.filesOf(specs), this.graph);
  }

  /** `of` each component on its own, by `slot/type`: shows whether two runs use the same sources for a component. */
  parts(specs: readonly Spec[]): Record<string, string> {
    return Object.fromEntries(specs.map((spec) => [`${spec.slot}/${spec.type}`, this.of([spec])]));
  }

  /** Every file that affects what the components do, C++ included. */
  filesOf(specs: readonly Spec[]): string[] {
    return this.filesFrom(this.entriesOf(specs));
  }

  private filesFrom(entries: readonly string[]): string[] {
    const files = this.graph.closure(entries);
    return [...files, ...(files.has(customOps) ? operationSources() : [])].sort();
  }

  private entriesOf(specs: readonly Spec[]): string[] {
    const maps = specs.some(({ slot }) => slot === 'maps') ? [mapping] : [];
    return [...specs.map((spec) => this.fileOf(spec)), ...maps, ...this.always];
  }

  /** The file whose content stands for a component; for one of the user's that no file is named after, the experiment's. */
  fileOf({ slot, type }: Spec): string {
    const file = this.own.get(`${slot}/${type}`) ?? this.sources.get(type);
    if (file === undefined) throw new Error(`component "${type}": no package has a file of this name`);
    return file;
  }
}

/** Imports the services that are not components: model, objective, batches, parameters. */
const compositionRoot = ourFile('experiment', 'src/compose/compose.ts');

/** Puts maps between a model and its evaluators. */
const mapping = ourFile('evaluation', 'src/mapped-encoder.ts');

/** A component that imports this may run on our own TensorFlow operations; the machine decides (see provenance). */
const customOps = ourFile('backend', 'src/custom-ops.ts');

/** A component's file is named after its type: only files of these names are read. */
function componentSources(types: ReadonlySet<string>): Map<string, string> {
  return new Map(
    sourceFolders()
      .filter((folder) => existsSync(folder))
      .flatMap(sourcesIn)
      .filter((file) => types.has(nameOf(file)) && declaresComponent(file))
      .map((file) => [basename(file, '.ts'), file]),
  );
}

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => join(folder, file));

/** Whether a source has a component of its own name; in what a user wrote, quotes and kinds of modules differ. */
function declaresComponent(file: string): boolean {
  if (!/\.[cm]?[jt]s$/.test(file)) return false;
  const source = readFileSync(file, 'utf8');
  return [`'`, `"`].some((quote) => source.includes(`type: ${quote}${nameOf(file)}${quote}`));
}

const byName = ([a]: readonly string[], [b]: readonly string[]): number => (a! < b! ? -1 : 1);

const nameOf = (file: string): string => basename(file, extname(file));
