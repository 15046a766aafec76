import { contentHash, Interrupted, UserError } from '@alignclip/core';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { checkRunsFolder, runFolder, RunStore } from './run-store';
import { madeRecord } from '../testing/made-record';
import { scratchFolder } from '../testing/scratch-folder';

const scratch = scratchFolder('store');
let count = 0;
const newStore = (staleAfter?: number) => new RunStore(join(scratch.path, `store-${count++}`), staleAfter);

describe('RunStore', () => {
  it('finds a saved record by variant, seed and key', async () => {
    const store = newStore();
    const record = madeRecord({ variant: 'CLIP + IMSep', seed: 3 });
    const path = await store.save(record);
    expect(path).toBe(join(store.folder, 'records', `clip-imsep-seed3-${record.key.slice(0, 12)}.json`));
    expect(store.find('CLIP + IMSep', 3, record.key)).toEqual(record);
    expect(new RunStore(store.folder).find('CLIP + IMSep', 3, record.key)).toEqual(record);
    expect(store.find('CLIP + IMSep', 4, record.key)).toBeUndefined();
    expect(store.find('CLIP', 3, record.key)).toBeUndefined();
    expect(readdirSync(join(store.folder, 'records'))).toHaveLength(1);
  });

  it('tells keys with an equal beginning apart, and variants with an equal file name', async () => {
    const store = newStore();
    const { key } = madeRecord();
    await store.save(madeRecord());
    expect(store.find('CLIP', 0, key.slice(0, 60) + 'ffff')).toBeUndefined();
    expect(store.find('clip', 0, key)).toBeUndefined();
  });

  it('takes a damaged record for none, and says so where all are read', async () => {
    const store = newStore();
    const path = await store.save(madeRecord());
    const text = readFileSync(path, 'utf8');
    for (const damaged of ['', text.slice(0, 200), '[]', text.replace('"seed": 0', '"seed": "0"')]) {
      writeFileSync(path, damaged);
      expect(store.find('CLIP', 0, madeRecord().key)).toBeUndefined();
      const { records, problems } = store.readAll();
      expect(records).toEqual([]);
      expect(problems).toEqual([expect.stringContaining(path)]);
    }
    await store.save(madeRecord());
    expect(store.readAll()).toEqual({ records: [madeRecord()], problems: [] });
  });

  it('refuses to save what is no record', async () => {
    const store = newStore();
    await expect(store.save(madeRecord({ scores: { bad: NaN } }))).rejects.toThrow();
    expect(readdirSync(join(store.folder, 'records'))).toEqual([]);
  });

  it('removes what killed processes have left of the record that it saves, and nothing else', async () => {
    const store = newStore();
    const path = await store.save(madeRecord());
    const other = await store.save(madeRecord({ seed: 1 }));
    const half = (file: string) => join(dirname(file), `.${basename(file)}.1234.tmp`);
    for (const file of [half(path), half(other)]) writeFileSync(file, '{');
    await store.save(madeRecord());
    expect([path, half(path), half(other)].map((file) => existsSync(file))).toEqual([true, false, true]);
  });

  it('cuts long names of variants, so that their files can be written', async () => {
    const store = newStore();
    const variant = Array.from({ length: 7 }, (_, i) => `imageEncoder.somethingLong${i} = 0.001`).join(', ');
    const records = [0, 1].map((seed) => madeRecord({ variant, seed }));
    for (const record of records) await store.save(record);
    expect(records.map(({ seed, key }) => store.find(variant, seed, key))).toEqual(records);
    const names = readdirSync(join(store.folder, 'records'));
    expect(names.map((name) => name.length)).toEqual([213, 213]);
    expect(names[0]).toMatch(/^imageencoder-somethinglong0-0-001-.*-seed0-[0-9a-f]{12}\.json$/);
  });

  it('says once that its folder can not be written', () => {
    const store = new RunStore(join(__filename, 'tiny'));
    expect(() => store.makeFolders()).toThrow(
      `the folder of results ${store.folder} can't be written: a part of the path is a file, not a folder (ENOTDIR)`,
    );
  });

  it('removes a checkpoint, also one that is not there', () => {
    const store = newStore();
    const key = contentHash('training');
    mkdirSync(join(store.folder, 'checkpoints'), { recursive: true });
    writeFileSync(store.checkpointPath(key), '');
    store.removeCheckpoint(key);
    store.removeCheckpoint(key);
    expect(existsSync(store.checkpointPath(key))).toBe(false);
  });
});

describe('RunStore.exclusively', () => {
  it('lets one holder of a key work at a time, and holders of other keys meanwhile', async () => {
    const store = newStore();
    let holders = 0;
    let most = 0;
    const hold = async (name: string) => {
      most = Math.max(most, (holders += 1));
      await store.exclusively('b', async () => undefined); // another key is free while this one is held
      holders -= 1;
      return name;
    };
    const results = await Promise.all([
      store.exclusively('a', () => hold('a1')),
      new RunStore(store.folder).exclusively('a', () => hold('a2')),
    ]);
    expect(results).toEqual(['a1', 'a2']);
    expect(most).toBe(1);
    expect(readdirSync(join(store.folder, 'locks'))).toEqual([]);
  });

  it('gives the lock back when the work fails', async () => {
    const store = newStore();
    const broken = store.exclusively('a', async () => Promise.reject(new Error('broken')));
    await expect(broken).rejects.toThrow('broken');
    expect(await store.exclusively('a', async () => 'next')).toBe('next');
  });

  it('keeps its locks fresh while it works, two at a time', async () => {
    const store = newStore(4000);
    const other = new RunStore(store.folder, 4000);
    const ended: string[] = [];
    const hold = (name: string) => store.exclusively(name, () => wait(5200).then(() => ended.push(name)));
    const holders = [hold('a'), hold('b')];
    await wait(100);
    const next = ['a', 'b'].map((name) => other.exclusively(name, async () => ended.includes(name)));
    expect(await Promise.all(next)).toEqual([true, true]);
    await Promise.all(holders);
  }, 20_000);

  it('takes over the lock of a process that is gone, and no other', async () => {
    const store = newStore();
    const lock = join(store.folder, 'locks', 'a.lock');
    mkdirSync(lock, { recursive: true });
    const stop = AbortSignal.timeout(300);
    await expect(store.exclusively('a', async () => 'too early', stop)).rejects.toThrow(Interrupted);
    const longAgo = new Date(Date.now() - 21_000);
    utimesSync(lock, longAgo, longAgo);
    expect(await store.exclusively('a', async () => 'taken over')).toBe('taken over');
  });

  it('removes what a killed process has left of a checkpoint, and nothing else', async () => {
    const store = newStore();
    const [own, other] = ['own', 'other'].map((name) => store.checkpointPath(contentHash(name)));
    const half = (path: string) => join(dirname(path), `.${basename(path)}.1234.tmp`);
    mkdirSync(join(store.folder, 'checkpoints'), { recursive: true });
    for (const path of [own!, half(own!), half(other!)]) writeFileSync(path, '');
    await store.exclusively(contentHash('own'), async () => undefined);
    expect([own!, half(own!), half(other!)].map((path) => existsSync(path))).toEqual([true, false, true]);
  });

  it('stops the work of a process that has slept and lost its lock', async () => {
    const store = newStore(4000);
    const work = store.exclusively('a', async (signal) => {
      const longAgo = new Date(0);
      utimesSync(join(store.folder, 'locks', 'a.lock'), longAgo, longAgo); // as another process would find and take it
      await once(signal, 'abort');
      throw new Interrupted('stopped');
    });
    await expect(work).rejects.toThrow(/^its process stood still for over 4 s, .* run the same command to resume$/);
    expect(await new RunStore(store.folder).exclusively('a', async () => 'next')).toBe('next');
  });

  it('does not begin where the signal has aborted', async () => {
    const store = newStore();
    const work = store.exclusively('a', async () => 'done', AbortSignal.abort());
    await expect(work).rejects.toThrow(new Interrupted('stopped before the first step; run the same command to start'));
  });
});

describe('runFolder', () => {
  it('is the experiment’s folder among the runs', () => expect(runFolder('runs', 'tiny')).toBe(join('runs', 'tiny')));
  it('refuses what is no path', () => expect(() => runFolder('a\0b', 'tiny')).toThrow(UserError));
});

describe('checkRunsFolder', () => {
  it('takes a folder, and one that is not there yet', () => {
    expect(() => checkRunsFolder(__dirname)).not.toThrow();
    expect(() => checkRunsFolder(join(__dirname, 'not-yet'))).not.toThrow();
  });
  it('refuses a file', () =>
    expect(() => checkRunsFolder(__filename)).toThrow(`--runs = "${__filename}": not a folder`));
});
