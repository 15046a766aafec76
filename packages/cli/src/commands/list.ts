import { isInstalled } from '@alignclip/backend';
import {
  componentsOf,
  counted,
  messageOf,
  optionRows,
  unknownName,
  UserError,
  type AnyComponent,
  type OptionRow,
} from '@alignclip/core';
import { packageComponents, Registry } from '@alignclip/experiment';
import type { Command } from 'commander';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { z } from 'zod';

export function listCommand(program: Command): void {
  program
    .command('list')
    .argument('<what>', 'components')
    .argument('[name]', 'type of a component, or a slot: list the options with defaults, ranges and choices')
    .option('--from <package>', 'those of an npm package of the current project, or of a file, instead of alignclip’s')
    .action((what: string, name: string | undefined, { from }: { from?: string }) => {
      if (what !== 'components') throw unknownName('list', what, ['components']);
      const listed = from === undefined ? new Registry() : { components: componentsFrom(from) };
      const lines = name === undefined ? componentLines(listed) : optionLines(listed, name);
      for (const line of lines) console.log(line);
    });
}

/**
 * The components that a package or a file exports. Throws UserError where it can't be loaded or exports none, where one was
 * written for another version of its contract, and where a name is taken.
 */
function componentsFrom(given: string): AnyComponent[] {
  const project = createRequire(join(process.cwd(), 'package.json'));
  let exported: unknown;
  try {
    exported = project(/^\.{0,2}\//.test(given) ? resolve(given) : given);
  } catch (error) {
    throw new UserError(`--from "${given}": ${messageOf(error).split('\n')[0]}`);
  }
  if (typeof exported !== 'object' || exported === null)
    throw new UserError(`--from "${given}": exports ${exported === null ? 'null' : typeof exported}, no components`);
  const found = [...new Set(componentsOf(exported))];
  if (found.length > 0) return new Registry(found).components.filter((component) => found.includes(component));
  const names = Object.keys(exported);
  throw new UserError(`--from "${given}": none of its ${counted(names.length, 'export')} is a component`);
}

/** Only alignclip's own have their page in the repository, which a project hasn't. */
const pageOf = (component: AnyComponent): string =>
  !isInstalled && packageComponents.includes(component) ? `, page docs/components/${component.type}.md` : '';

/** One heading per slot, one line per component with its options. */
export function componentLines({ components }: Pick<Registry, 'components'>): string[] {
  const slots = [...new Set(components.map(({ slot }) => slot.name))];
  return slots.flatMap((name) => [
    name,
    ...components
      .filter(({ slot }) => slot.name === name)
      .map((component) => `  ${component.type}${optionsOf(component)}`),
  ]);
}

function optionsOf({ options }: AnyComponent): string {
  const names = options instanceof z.ZodObject ? Object.keys(options.shape) : [];
  return names.length > 0 ? `  { ${names.join(', ')} }` : '';
}

/** The options of the components of that name or slot. Throws UserError naming the near misses. */
function optionLines({ components }: Pick<Registry, 'components'>, name: string): string[] {
  const found = components.filter(({ type, slot }) => type === name || slot.name === name);
  const names = components.flatMap(({ type, slot }) => [type, slot.name]);
  if (found.length === 0) throw unknownName('component', name, [...new Set(names)]);
  return found.flatMap((component) => [
    `${component.slot.name}/${component.type}: contract ${component.contract ?? component.slot.version}${pageOf(component)}`,
    ...optionRows(component.options).flatMap(linesOf),
  ]);
}

function linesOf({ name, meaning, values, required, default: usual }: OptionRow): string[] {
  const state = usual === undefined ? (required ? 'required' : 'optional') : `default ${usual}`;
  return [`  ${name}  ${values}; ${state}`, ...(meaning === '' ? [] : [`    ${meaning}`])];
}
