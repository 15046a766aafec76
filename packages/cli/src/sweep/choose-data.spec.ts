import { UserError } from '@alignclip/core';
import { join } from 'node:path';
import { chooseData } from './choose-data';
import { printed } from '../testing/run-bin';
import { scratchFolder } from '../testing/scratch-folder';

const scratch = scratchFolder();
const variables = ['ALIGNCLIP_DATA', 'ALIGNCLIP_FOLDERS', 'ALIGNCLIP_TOWERS'] as const;
afterEach(() => variables.forEach((name) => Reflect.deleteProperty(process.env, name)));

describe('chooseData', () => {
  it('takes the embedded data, with a folders file or without', async () => {
    expect(await printed(() => chooseData({ data: 'embedded' }))).toEqual([]);
    expect(variables.map((name) => process.env[name])).toEqual(['embedded', undefined, undefined]);
    const file = scratch.write('sts.json', '{"sts": "x"}');
    expect(await printed(() => chooseData({ data: 'embedded', folders: file }))).toEqual([]);
    expect(process.env['ALIGNCLIP_FOLDERS']).toBe(file);
  });

  it('lists what is there of the paper’s data, and what is not', async () => {
    const file = scratch.write('two.json', '{"sets": {"MSCOCO": {}, "CIFAR-10": {}}}');
    const lines = await printed(() => chooseData({ data: 'paper', folders: file }));
    expect(lines[0]).toBe('data sets of the paper: MSCOCO, CIFAR-10');
    expect(lines[1]).toMatch(/^skipped, because not in .*: Flickr30k, ImageNet-1K, CIFAR-100, Flowers-102, /);
    expect(process.env['ALIGNCLIP_DATA']).toBe('paper');
  });

  it('takes the towers, and leaves what the environment says where none are named', () => {
    chooseData({ data: 'embedded', towers: 'pretrained' });
    chooseData({ data: 'embedded' });
    expect(process.env['ALIGNCLIP_TOWERS']).toBe('pretrained');
  });

  it.each([
    [
      'unknown towers',
      { data: 'embedded', towers: 'trained' },
      'unknown --towers "trained"; did you mean "pretrained"',
    ],
    ['an unknown kind', { data: 'papr' }, 'unknown --data "papr"; did you mean "paper"'],
    ['no file for the paper’s data', { data: 'paper' }, 'needs --folders with a JSON file'],
    ['a missing file', { data: 'paper', folders: 'nowhere.json' }, '--folders = "nowhere.json": ENOENT'],
  ])('refuses %s', (_what, options, message) => {
    expect(() => chooseData(options)).toThrow(UserError);
    expect(() => chooseData(options)).toThrow(message);
  });

  it('refuses a file that is no JSON', () => {
    const folders = scratch.write('broken.json', '{');
    expect(() => chooseData({ data: 'paper', folders })).toThrow(`--folders = "${join(folders)}": `);
  });
});
