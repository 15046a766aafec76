import { type AnyComponent, type Json, type JsonObject, type Spec, UserError } from '@alignclip/core';
import { camelCase, type Cell, type CodeFingerprint, folderOf, type LoadedExperiment } from '@alignclip/experiment';
import { realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { inspect } from 'node:util';

/**
 * A TypeScript experiment of this cell alone, with the same key: every option is written out, components of the experiment's
 * own are imported by their paths from the current folder. Where trials chose values, how they did is part of the key, and
 * the file has a key of its own. Throws UserError where the key depends on what a second file can't import.
 */
export function experimentSource(experiment: LoadedExperiment, cell: Cell, code: CodeFingerprint): string {
  const { definition, registry } = experiment;
  const { variant, seed, config, factors, tuning = definition.tuning?.[variant] } = cell;
  if (definition.modules !== undefined)
    throw new UserError(
      `experiment "${definition.name}": modules bind services that no option names; print json, or run the experiment's own file`,
    );
  const used = new Set<AnyComponent>();
  const called = (value: Json | undefined): unknown => {
    if (Array.isArray(value)) return value.map(called);
    if (typeof value !== 'object' || value === null) return value;
    const fields = Object.fromEntries(Object.entries(value as JsonObject).map(([name, one]) => [name, called(one)]));
    if (!isSpec(value)) return fields;
    const component = registry.find(value);
    used.add(component);
    return new Call(camelCase(component.type), fields['options'] as object);
  };
  const base = called(config as unknown as JsonObject);
  const own = [...used].filter((one) => definition.components?.includes(one));
  const folder = folderOf(definition);
  const written = inspect(
    {
      name: definition.name,
      ...(folder !== definition.name && { folder }),
      seeds: [seed],
      ...(own.length > 0 && { components: own.map(({ type }) => new Call(camelCase(type))) }),
      base,
      variants: { [variant]: factors === undefined ? {} : { change: {}, overrides: {}, factors: { ...factors } } },
      ...(tuning && { tuning: { [variant]: tuning } }),
    },
    layout,
  );
  const names = [...used].filter((one) => !own.includes(one)).map(({ type }) => camelCase(type));
  return [
    `// One cell of "${definition.name}", every option as it is resolved.${own.length > 0 ? ' Imports are from the folder where this was printed.' : ''}`,
    ...(cell.tuning ? ['// Trials chose some of its values. That is part of its key there; here it has another.'] : []),
    `import {\n${['defineExperiment', ...names]
      .sort()
      .map((name) => `  ${name},\n`)
      .join('')}} from 'alignclip';`,
    ...own.map((component) => importOf(component, experiment, code)),
    '',
    `export default defineExperiment(${written});`,
  ].join('\n');
}

const layout = {
  ...{ depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity, breakLength: 110, compact: 3 },
} as const;

/** Is written as the name of a component, or as its call. */
class Call {
  constructor(
    private readonly name: string,
    private readonly options?: object,
  ) {}

  [inspect.custom](_depth: number, options: object): string {
    if (this.options === undefined) return this.name;
    return `${this.name}(${Object.keys(this.options).length === 0 ? '' : inspect(this.options, { ...options, ...layout })})`;
  }
}

function isSpec(value: object): value is Spec {
  return Object.keys(value).sort().join() === 'options,slot,type';
}

/** The import of a component whose file is named after it: no other file is part of a key without the experiment's own. */
function importOf(component: AnyComponent, { file }: LoadedExperiment, code: CodeFingerprint): string {
  const { slot, type } = component;
  const source = code.fileOf({ slot: slot.name, type, options: {} });
  const name = `component "${slot.name}/${type}"`;
  if (source === realpathSync(file))
    throw new UserError(
      `${name}: is in no file named ${type}.ts, so that the experiment's own file is part of the key; move it to one, or print json`,
    );
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the experiment has loaded it
  const exported = Object.entries(require(source) as object).find(([, one]) => one === component)?.[0];
  if (exported === undefined) throw new UserError(`${name}: is not exported by ${source}; export it, or print json`);
  const path = relative(resolve(), source)
    .split(sep)
    .join('/')
    .replace(/\.([cm]?)ts$/, '.$1js');
  const local = camelCase(type);
  const what = exported === 'default' ? local : `{ ${exported === local ? local : `${exported} as ${local}`} }`;
  return `import ${what} from ${inspect(path.startsWith('.') ? path : `./${path}`)};`;
}
