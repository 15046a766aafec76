import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completionsOf } from '../complete/completions';
import { scripts } from '../complete/scripts';
import { createProgram } from '../program';

const known = { 'list what': () => ['components'], 'list name': () => ['losses', 'clip', 'cyclic-consistency'] };
const completed = (...words: string[]) => completionsOf(createProgram(), words, known).map(({ value }) => value);

describe('completionsOf', () => {
  it.each<[words: string[], values: string[]]>([
    [['ab'], ['ablate']],
    [['data', 'ins'], ['inspect']],
    [['gap', '--image', 'a.npy', '--met'], ['--metrics']],
    [
      ['gap', '--metrics', ''],
      ['usual', 'all'],
    ],
    [['gap', '--metrics', 'a'], ['all']],
    [['gap', '--metrics=a'], ['--metrics=all']],
    [['gap', '--metrics', '=', 'a'], ['all']],
    [
      ['gap', '--metrics', '='],
      ['usual', 'all'],
    ],
    [
      ['list', 'components', 'c'],
      ['clip', 'cyclic-consistency'],
    ],
    [['ablate', 'experiments/'], []],
    [['ablate', 'x.ts', '--out', ''], []],
    [['nothing', ''], []],
  ])('%j: %j', (words, values) => {
    expect(completed(...words)).toEqual(values);
  });

  it('names every command, with what it does', () => {
    const all = completionsOf(createProgram(), ['']);
    expect(all.map(({ value }) => value)).toEqual(
      createProgram('complete')
        .commands.map((one) => one.name())
        .concat('help'),
    );
    expect(all.every(({ meaning }) => meaning !== '')).toBe(true);
  });
});

describe('complete', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-complete-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const bin = join(__dirname, '../../bin/alignclip.cjs');

  it('completes in bash, and executes nothing that was typed', () => {
    symlinkSync(bin, join(folder, 'alignclip'));
    const made = join(folder, 'made');
    const typed = ['alignclip', 'list', `$(touch ${made})`, 'components', 'cyc'];
    const lines = [
      'eval "$(alignclip complete bash)"',
      `COMP_WORDS=(${typed.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=4`,
      '_alignclip; echo "${COMPREPLY[*]}"',
      'COMP_WORDS=(alignclip gap --metrics a); COMP_CWORD=3; _alignclip; echo "${COMPREPLY[*]}"',
      `[ -e ${made} ] && echo executed`,
    ];
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}`, ALIGNCLIP_WORKER: '' };
    const { stdout, stderr } = spawnSync('bash', ['-c', lines.join('\n')], { env, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '\nall\n', stderr: '' });
  });

  it('has a script for each shell, and names the nearest', () => {
    expect(Object.keys(scripts)).toEqual(['bash', 'zsh', 'fish']);
    const { stderr, status } = spawnSync(process.execPath, [bin, 'complete', 'zhs'], { encoding: 'utf8' });
    expect(stderr).toBe('error: unknown shell "zhs"; did you mean "zsh"? Known: bash, fish, zsh\n');
    expect(status).toBe(1);
  });
});
