import { optionRows, unknownName, type AnyComponent, type OptionRow } from '@alignclip/core';
import { Registry } from '@alignclip/experiment';
import type { Command } from 'commander';
import { z } from 'zod';

export function listCommand(program: Command): void {
  program
    .command('list')
    .argument('<what>', 'components')
    .argument('[name]', 'type of a component, or a slot: list the options with defaults, ranges and choices')
    .action((what: string, name?: string) => {
      if (what !== 'components') throw unknownName('list', what, ['components']);
      const registry = new Registry();
      const lines = name === undefined ? componentLines(registry) : optionLines(registry, name);
      for (const line of lines) console.log(line);
    });
}

/** One heading per slot, one line per component with its options. */
export function componentLines({ components }: Registry): string[] {
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
function optionLines({ components }: Registry, name: string): string[] {
  const found = components.filter(({ type, slot }) => type === name || slot.name === name);
  const names = components.flatMap(({ type, slot }) => [type, slot.name]);
  if (found.length === 0) throw unknownName('component', name, [...new Set(names)]);
  return found.flatMap((component) => [
    `${component.slot.name}/${component.type}: contract ${component.contract ?? component.slot.version}, page docs/components/${component.type}.md`,
    ...optionRows(component.options).flatMap(linesOf),
  ]);
}

function linesOf({ name, meaning, values, required, default: usual }: OptionRow): string[] {
  const state = usual === undefined ? (required ? 'required' : 'optional') : `default ${usual}`;
  return [`  ${name}  ${values}; ${state}`, ...(meaning === '' ? [] : [`    ${meaning}`])];
}
