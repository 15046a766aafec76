import { UserError } from '@alignclip/core';
import { temporaryFolder } from '@alignclip/core/testing';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extendedSeedsOf, readExtendedSeeds, saveExtendedSeeds } from './extended-seeds';

const folder = temporaryFolder('extended-seeds');
const file = () => join(folder, 'until-decided.json');
const sweep = (profile: string, ...seeds: number[]) => ({ profile, settings: {}, seeds: { CLIP: seeds } });

describe('extended seeds', () => {
  it('are kept for each profile and its settings, the last ones', async () => {
    expect(readExtendedSeeds(folder)).toEqual([]);
    await saveExtendedSeeds(folder, sweep('quick', 0, 1));
    await saveExtendedSeeds(folder, { ...sweep('quick', 0), settings: { 'trainer.steps': 9 } });
    await saveExtendedSeeds(folder, sweep('quick', 0, 1, 2));
    expect(extendedSeedsOf(folder, 'quick')).toEqual({ CLIP: [0, 1, 2] });
    expect(extendedSeedsOf(folder, 'quick', { 'trainer.steps': 9 })).toEqual({ CLIP: [0] });
    expect(extendedSeedsOf(folder, 'full')).toBeUndefined();
  });

  it.each([
    ['changed', (text: string) => text.replace('2', '3'), 'do not match its checksum'],
    ['cut', (text: string) => text.slice(0, 40), 'JSON'],
    ['another form', () => '[]', 'corrupt: field "schema"'],
    ['hostile', () => '{"schema":1,"sweeps":[{"profile":"q","settings":{},"seeds":{"a":[-1]}}]}', 'seeds.a.0'],
  ])('are refused where the file is %s', async (_, change, message) => {
    await saveExtendedSeeds(folder, sweep('quick', 0, 1, 2));
    writeFileSync(file(), change(readFileSync(file(), 'utf8')));
    expect(() => readExtendedSeeds(folder)).toThrow(UserError);
    expect(() => readExtendedSeeds(folder)).toThrow(message);
    await expect(saveExtendedSeeds(folder, sweep('quick', 0))).rejects.toThrow(UserError);
    rmSync(file());
  });
});
