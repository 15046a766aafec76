import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError, type Dataset } from '@alignclip/core';
import { corruptFiles, expectUntouched } from '@alignclip/formats/testing';
import { corruptImages, madeImage } from './corrupt-images';
import { readAll } from './describe-dataset';
import { scratch } from './scratch';

export interface FileImage {
  /** For example `p1`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly caption: string;
}

/**
 * The effect of corrupt files: a UserError; items that are skipped and counted; or nothing, because the rest is valid.
 * `read` is the number of examples that are read.
 */
export type Outcome = 'error' | { readonly skipped: number; readonly read: number } | { readonly read: number };

export interface OwnCorruption {
  /** Changes the files in the folder; may return options that replace some of the valid ones. */
  readonly damage: (folder: string) => unknown;
  readonly outcome: Outcome;
  /** Part of the message. */
  readonly message?: RegExp;
}

export interface CorruptReaderFacts {
  /** The component's `make`. */
  readonly make: (options: never) => Dataset | Promise<Dataset>;
  /** Writes these images with their captions into the folder and gives the options to read them. */
  readonly write: (folder: string, images: readonly FileImage[]) => Promise<object>;
  /** The file in the folder that has or lists everything, and the outcomes where it is corrupt, if not an error. */
  readonly main: string;
  readonly mainOutcomes?: Readonly<Partial<Record<keyof typeof corruptFiles, Outcome>>>;
  /** False where images are not files. */
  readonly hasImageFiles?: boolean;
  /** What can be corrupt in this format only. */
  readonly own: Readonly<Record<string, OwnCorruption>>;
}

/** The contract of every reader for corrupt files: an error for the user or a counted skip, limited memory, nothing written. */
export function describeCorruptReader(name: string, facts: CorruptReaderFacts): void {
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
    const dataset = await facts.make(options as never);
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
    await expectError({ ...options, maxCorruptShare: 0 }, /corrupt, more than maxCorruptShare = 0:/);
    await expectError({ ...options, maxCorruptShare: 0 }, new RegExp(`^${name}: ${outcome.skipped} of `));
    await expectError({ ...options, maxCorruptShare: 0 }, message);
  };

  describe(`${name} and corrupt files`, () => {
    const { write } = process.stderr;
    beforeAll(() => void (process.stderr.write = () => true)); // corrupt items are named there
    afterAll(() => void (process.stderr.write = write));

    it('reads the valid files of this test', async () => {
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
    it('skips and counts every kind of corrupt image', async () => {
      for (const [what, bytes] of Object.entries(await corruptImages())) {
        const [first, second, ...rest] = await fourImages();
        const { options } = await sound([first!, { ...second!, bytes }, ...rest]);
        const dataset = await facts.make({ ...options, maxCorruptShare: 0.5 } as never);
        const ids = (await readAll(dataset, 'train')).map(({ id }) => id);
        expect([what, ids.length]).toEqual([what, 3]);
        await expectOutcome(options, { read: 3, skipped: 1 });
      }
    });

    it('reads an image with another format than its name says', async () => {
      const [first, ...rest] = await fourImages();
      const { options } = await sound([{ ...first!, bytes: await madeImage(0, 'jpeg') }, ...rest]);
      await expectOutcome(options, { read: 4 });
    });
  });
}

const fourImages = (): Promise<FileImage[]> =>
  Promise.all([0, 1, 2, 3].map(async (i) => ({ name: `p${i}`, bytes: await madeImage(i), caption: `thing ${i}` })));
