import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm, SharingStrategy } from '@alignclip/core';
import { clip } from '@alignclip/losses';
import { summaryTable } from '@alignclip/reporting';
import { z } from 'zod';
import { packageComponents, Registry } from './registry';
import { runSlots } from './run-config';

const twin = defineComponent(SharingStrategy)({
  type: 'twin',
  options: z.strictObject({}),
  create: () => ({ locate: (_tower, path) => `shared/${path}` }),
});

describe('packageComponents', () => {
  it('fill every slot of a run', () => {
    const filled = new Set(packageComponents.map(({ slot }) => slot.id));
    for (const [name, slot] of Object.entries(runSlots)) {
      expect(slot.name).toBe(name);
      expect(filled).toContain(slot.id);
    }
  });
});

describe('Registry', () => {
  it('finds components of the packages and the user’s own', () => {
    const registry = new Registry([twin]);
    expect(registry.find(clip())).toBe(clip);
    expect(registry.find(twin())).toBe(twin);
    expect(registry.components).toHaveLength(packageComponents.length + 1);
  });

  it('refuses a component whose slot and type are taken, not one whose type alone is', () => {
    const options = z.strictObject({});
    const create = () => ({ locate: () => '' });
    const taken = defineComponent(SharingStrategy)({ type: 'shared', options, create });
    expect(() => new Registry([taken])).toThrow('two components "sharing/shared": give your component another type');
    expect(() => new Registry([twin, twin])).toThrow('two components "sharing/twin"');
    const other = defineComponent(SharingStrategy)({ type: 'clip', options, create });
    expect(new Registry([other]).find({ slot: LossTerm.name, type: 'clip', options: {} })).toBe(clip);
  });

  it('refuses a component that was written for another version of its slot’s contract', () => {
    const written = (contract: number) =>
      defineComponent(LossTerm)({
        type: 'third-party-term',
        contract,
        options: z.strictObject({}),
        create: () => ({ symbol: 'L_third', weight: 1, compute: () => tf.scalar(0) }),
      });
    expect(LossTerm.version).toBe(1);
    expect(new Registry([written(1)]).find(written(1)()).contract).toBe(1);
    expect(() => new Registry([written(2)])).toThrow(
      'component "losses/third-party-term" was written for version 2 of the contract of slot "losses"; this alignclip has version 1',
    );
  });

  it('names the near miss of an unknown type or slot', () => {
    const registry = new Registry();
    expect(() => registry.find({ slot: 'losses', type: 'cilp', options: {} })).toThrow(
      'unknown component of slot "losses" "cilp"; did you mean "clip"?',
    );
    expect(() => registry.find({ slot: 'loses', type: 'clip', options: {} })).toThrow(
      'unknown slot "loses"; did you mean "losses"',
    );
  });

  it('makes a component that needs no run', () => {
    const table = new Registry().create(summaryTable({ split: 'val' }));
    expect(table.render([]).title).toContain('(val)');
  });
});
