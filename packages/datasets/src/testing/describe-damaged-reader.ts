import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError, type Dataset } from '@alignclip/core';
import { corruptFiles, expectUntouched } from '@alignclip/formats/testing';
import { damagedImages } from './damaged-images';
import { readAll } from './describe-dataset';
import { madeImage } from './made-images';
import { scratch } from './scratch';

export interface FileImage {
  /** For example `p1`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly caption: string;
}

/**
 * How damage shows: as a UserError; as items that are skipped and counted; or not at all, because what is left is sound.
 * With a number: so many examples are read.
 */
export type Outcome = 'error' | { readonly skipped: number; readonly read: number } | { readonly read: number };

export interface OwnDamage {
  /** Changes the files in the folder; an object that it gives is of options that replace some of the sound ones. */
  readonly damage: (folder: string) => unknown;
  readonly outcome: Outcome;
  /** Part of the message. */
  readonly message?: RegExp;
}

export interface DamagedReaderFacts {
  readonly make: (options: object) => Promise<Dataset>;
  /** Writes these images with their captions into the folder and gives the options to read them. */
  readonly write: (folder: string, images: readonly FileImage[]) => Promise<object>;
  /** The file in the folder that holds all or lists all, and what its damage leads to where that is no error. */
  readonly main: string;
  readonly mainOutcomes?: Readonly<Partial<Record<keyof typeof corruptFiles, Outcome>>>;
  /** False where images are no files. */
  readonly hasImageFiles?: boolean;
  /** Damage that only this format can have. */
  readonly own: Readonly<Record<string, OwnDamage>>;
}

/** The contract of every reader about damage: an error for the user or a counted skip, bounded memory, nothing written. */
export function describeDamagedReader(name: string, facts: DamagedReaderFacts): void {
  const files = scratch();
  let number = 0;
  const sound = async (images: readonly FileImage[]) => {
    const folder = files.path(`case ${(number += 1)}`, 'inside');
    mkdirSync(folder, { recursive: true });
    return { folder, options: await facts.write(folder, images) };
  };
  const expectOutcome = (options: object, outcome: Outcome, message: RegExp = /./) =>
    expectUntouched(files.folder, () =>
      outcome === 'error'
        ? expectError({ ...options, maxCorruptShare: 0.6 }, message)
        : expectRead(options, outcome, message),
    );
  const read = async (options: object) => {
    const dataset = await facts.make(options);
    return (await Promise.all(dataset.splits.map((split) => readAll(dataset, split)))).flat().length;
  };
  const expectError = async (options: object, message: RegExp) => {
    const error = await read(options).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(message);
  };
  const expectRead = async (options: object, outcome: Exclude<Outcome, 'error'>, message: RegExp) => {
    expect(await read({ ...options, maxCorruptShare: 0.8 })).toBe(outcome.read);
    if (!('skipped' in outcome)) return expect(await read({ ...options, maxCorruptShare: 0 })).toBe(outcome.read);
    await expectError({ ...options, maxCorruptShare: 0 }, /damaged, more than maxCorruptShare = 0:/);
    await expectError({ ...options, maxCorruptShare: 0 }, new RegExp(`^${name}: ${outcome.skipped} of `));
    await expectError({ ...options, maxCorruptShare: 0 }, message);
  };

  describe(`${name} and damage`, () => {
    const { write } = process.stderr;
    beforeAll(() => void (process.stderr.write = () => true)); // where damage is named
    afterAll(() => void (process.stderr.write = write));

    it('reads the sound files of this test', async () => {
      const { options } = await sound(await fourImages());
      await expectOutcome(options, { read: 4 });
    });

    it.each(Object.keys(corruptFiles))('meets %s', async (what) => {
      const { folder, options } = await sound(await fourImages());
      corruptFiles[what]!(join(folder, facts.main));
      await expectOutcome(options, facts.mainOutcomes?.[what] ?? 'error');
    });

    it.each(Object.entries(facts.own))('meets %s', async (_what, { damage, outcome, message }) => {
      const { folder, options } = await sound(await fourImages());
      const changed = await damage(folder);
      await expectOutcome({ ...options, ...Object(changed) }, outcome, message);
    });

    if (facts.hasImageFiles === false) return;
    it('skips and counts every kind of damaged image', async () => {
      for (const [what, bytes] of Object.entries(await damagedImages())) {
        const [first, second, ...rest] = await fourImages();
        const { options } = await sound([first!, { ...second!, bytes }, ...rest]);
        const dataset = await facts.make({ ...options, maxCorruptShare: 0.5 });
        const ids = (await readAll(dataset, 'train')).map(({ id }) => id);
        expect([what, ids.length]).toEqual([what, 3]);
        await expectOutcome(options, { read: 3, skipped: 1 });
      }
    });

    it('reads an image of another format than its name says', async () => {
      const [first, ...rest] = await fourImages();
      const { options } = await sound([{ ...first!, bytes: await madeImage(0, 'jpeg') }, ...rest]);
      await expectOutcome(options, { read: 4 });
    });
  });
}

const fourImages = (): Promise<FileImage[]> =>
  Promise.all([0, 1, 2, 3].map(async (i) => ({ name: `p${i}`, bytes: await madeImage(i), caption: `thing ${i}` })));
