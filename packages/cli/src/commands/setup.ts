import { ourPackages } from '@alignclip/backend';
import { UserError } from '@alignclip/core';
import type { Command } from 'commander';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export function setupCommand(program: Command): void {
  program
    .command('setup')
    .helpOption(false) // the set-up has its own
    .allowUnknownOption()
    .argument('[options...]', '--mpnet, --lite1, --lite2, --cpu; --help explains them')
    .action((options: string[]) => {
      const odd = options.find((option) => option.includes('\0'));
      if (odd !== undefined) throw new UserError(`setup: ${JSON.stringify(odd)} is no option`);
      const setUp = join(ourPackages().find(({ name }) => name === 'backend')!.folder, 'native/setup.mjs');
      const { status, error } = spawnSync(process.execPath, [setUp, ...options], { stdio: 'inherit' });
      if (error) throw error;
      process.exitCode = status ?? 1;
    });
}
