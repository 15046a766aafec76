import { UserError } from '@alignclip/core';
import { temporaryFolder } from '@alignclip/core/testing';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extendedSeedsKeeper, extendedSeedsOf, readExtendedSeeds } from './extended-seeds';
import { RunStore } from './run-store';

const folder = temporaryFolder('extended-seeds');
const file = () => join(folder, 'until-decided.json');
const keeper = (profile = 'quick', settings = {}) => extendedSeedsKeeper(new RunStore(folder), { profile, settings });

describe('extended seeds', () => {
  it('are kept for each profile and its settings, the last ones', async () => {
    expect(readExtendedSeeds(folder)).toEqual([]);
    const keep = keeper();
    await keep({ CLIP: [0, 1, 2, 3] });
    await keeper('quick', { 'trainer.steps': 9 })({ CLIP: [0] });
    await keep({ CLIP: [0, 1, 2] });
    expect(extendedSeedsOf(folder, 'quick')).toEqual({ CLIP: [0, 1, 2] });
    expect(extendedSeedsOf(folder, 'quick', { 'trainer.steps': 9 })).toEqual({ CLIP: [0] });
    expect(extendedSeedsOf(folder, 'full')).toBeUndefined();
  });

  it('of two sweeps at once are all kept, whether of one profile or of two', async () => {
    const sweeps = [keeper('slow'), keeper('slow'), keeper('other')];
    await Promise.all([
      sweeps[0]!({ CLIP: [0, 1], AlignCLIP: [0, 1] }),
      sweeps[1]!({ CLIP: [0, 1, 2, 3] }),
      sweeps[2]!({ CLIP: [7] }),
    ]);
    await sweeps[0]!({ CLIP: [0, 1, 4], AlignCLIP: [0, 1, 4] });
    await sweeps[0]!({ CLIP: [0, 1, 4], AlignCLIP: [0, 1, 4] });
    const seeds = extendedSeedsOf(folder, 'slow')!;
    expect(seeds['CLIP']).toEqual([0, 1, 2, 3, 4]);
    expect(seeds['AlignCLIP']).toEqual([0, 1, 4]);
    expect(extendedSeedsOf(folder, 'other')).toEqual({ CLIP: [7] });
    expect(extendedSeedsOf(folder, 'quick')).toEqual({ CLIP: [0, 1, 2] });
  });

  it.each([
    ['changed', (text: string) => text.replace('2', '3'), 'do not match its checksum'],
    ['cut', (text: string) => text.slice(0, 40), 'JSON'],
    ['another form', () => '[]', 'corrupt: field "schema"'],
    ['hostile', () => '{"schema":1,"sweeps":[{"profile":"q","settings":{},"seeds":{"a":[-1]}}]}', 'seeds.a.0'],
  ])('are refused where the file is %s', async (_, change, message) => {
    const keep = keeper();
    await keep({ CLIP: [0, 1, 2] });
    writeFileSync(file(), change(readFileSync(file(), 'utf8')));
    expect(() => readExtendedSeeds(folder)).toThrow(UserError);
    expect(() => readExtendedSeeds(folder)).toThrow(message);
    await expect(keep({ CLIP: [0] })).rejects.toThrow(UserError);
    expect(() => keeper()).toThrow(UserError);
    rmSync(file());
  });
});
