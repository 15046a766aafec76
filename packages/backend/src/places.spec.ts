import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled, ourPackages, projectRoot, setUpCommand } from './places';

describe('in a clone', () => {
  it('finds the packages by their folders', () => {
    expect(isInstalled).toBe(false);
    expect(existsSync(join(projectRoot, 'package-lock.json'))).toBe(true);
    const names = ourPackages().map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['alignclip', 'backend', 'cli', 'core']));
    for (const { name, folder } of ourPackages()) expect(folder).toBe(join(projectRoot, 'packages', name));
  });

  it('says how to run the set-up', () => {
    expect(setUpCommand()).toBe('npm run setup');
    expect(setUpCommand('--lite1')).toBe('npm run setup -- --lite1');
  });
});
