import { defineComponent, LossTerm } from '@alignclip/core';
import { Registry } from '@alignclip/experiment';
import { Command } from 'commander';
import { z } from 'zod';
import { printed } from '../testing/run-bin';
import { componentLines, listCommand } from './list';

const list = (...words: string[]) => {
  const program = new Command().exitOverride();
  listCommand(program);
  return printed(() => program.parseAsync(['list', ...words], { from: 'user' }));
};

describe('list', () => {
  it('lists every component under its slot', async () => {
    const lines = await list('components');
    expect(lines).toEqual(componentLines(new Registry()));
    expect(lines.indexOf('sharing')).toBeLessThan(lines.indexOf('  separate'));
    expect(lines).toContain('  shared  { parts, blocks }');
  });

  it('prints the options of one component', async () => {
    const lines = await list('components', 'intra-modality-separation');
    expect(lines[0]).toMatch(/^losses\/intra-modality-separation: contract \d+, page docs\/components\/.+\.md$/);
    expect(lines).toContain("  form  'official' or 'paper'; default 'official'");
    expect(lines).toContain('  temperature  number > 0; optional');
  });

  it('names the nearest component', async () => {
    await expect(list('components', 'trainr')).rejects.toThrow('unknown component "trainr"; did you mean "trainer"?');
  });

  it('names what can be listed', async () => {
    await expect(list('component')).rejects.toThrow('unknown list "component"; did you mean "components"?');
  });
});

describe('componentLines', () => {
  it('lists the user’s own beside those of the packages', () => {
    const own = defineComponent(LossTerm)({
      type: 'own',
      options: z.strictObject({ margin: z.number().default(1) }),
      create: () => ({ symbol: 'L_own', weight: 1, compute: ({ logitScale }) => logitScale }),
    });
    const lines = componentLines(new Registry([own]));
    const at = lines.indexOf('  own  { margin }');
    const headings = lines.slice(0, at).filter((line) => !line.startsWith(' '));
    expect(headings.at(-1)).toBe('losses');
  });
});
