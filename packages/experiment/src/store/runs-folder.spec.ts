import { UserError } from '@alignclip/core';
import { join } from 'node:path';
import { checkRunsFolder, runFolder } from './runs-folder';

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
