import { defineComponent, LossTerm } from '@alignclip/core';
import { Registry } from '@alignclip/experiment';
import { Command } from 'commander';
import { z } from 'zod';
import { printed } from '../testing/run-bin';
import { scratchFolder } from '../testing/scratch-folder';
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

describe('list --from', () => {
  const scratch = scratchFolder();
  const component = (contract: number) => `
    const [{ defineComponent, LossTerm }, { z }] = [require('@alignclip/core'), require('zod')];
    exports.own = defineComponent(LossTerm)({ type: 'own-term', contract: ${contract}, options: z.strictObject({}), create: () => ({}) });`;

  it('lists what a file exports, and no other', async () => {
    const file = scratch.write('own.cjs', component(1));
    expect(await list('components', '--from', file)).toEqual(['losses', '  own-term']);
    expect(await list('components', 'own-term', '--from', file)).toEqual(['losses/own-term: contract 1']);
  });

  it('refuses a component for another version of the contract', async () => {
    const file = scratch.write('newer.cjs', component(2));
    await expect(list('components', '--from', file)).rejects.toThrow(
      'component "losses/own-term" was written for version 2 of the contract of slot "losses"; this alignclip has version 1',
    );
  });

  it('names what can not be loaded, and what has no component', async () => {
    await expect(list('components', '--from', 'alignclip-component-none')).rejects.toThrow(
      /^--from "alignclip-component-none": .*Cannot find module 'alignclip-component-none'/,
    );
    const empty = scratch.write('null.cjs', 'module.exports = null;');
    await expect(list('components', '--from', empty)).rejects.toThrow(`--from "${empty}": exports null, no components`);
    const file = scratch.write('none.cjs', 'exports.one = 1;');
    await expect(list('components', '--from', file)).rejects.toThrow('none of its 1 export is a component');
  });
});
