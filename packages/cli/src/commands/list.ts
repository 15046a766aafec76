import { unknownName, type AnyComponent } from '@alignclip/core';
import { Registry } from '@alignclip/experiment';
import type { Command } from 'commander';
import { z } from 'zod';

export function listCommand(program: Command): void {
  program
    .command('list')
    .argument('<what>', 'components')
    .description('list what experiments can be made of')
    .action((what: string) => {
      if (what !== 'components') throw unknownName('list', what, ['components']);
      for (const line of componentLines(new Registry())) console.log(line);
    });
}

/** One heading a slot, one line a component with its options. */
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
  const names = options instanceof z.ZodObject ? Object.keys(options.shape as object) : [];
  return names.length > 0 ? `  { ${names.join(', ')} }` : '';
}
