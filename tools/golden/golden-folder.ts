import { join, resolve } from 'node:path';

const fixtures = join(__dirname, 'fixtures');

/** The folders that `npm run golden` checks: the one that `ALIGNCLIP_GOLDEN` names, else those of the repository. */
export const goldenFolders = (): string[] => {
  const named = process.env['ALIGNCLIP_GOLDEN'];
  return named ? [resolve(named)] : [join(fixtures, 'golden'), join(fixtures, 'remedies')];
};

/** The folder of the tests: numbers of the models, losses, training and metrics. */
export const goldenFolder = (): string => goldenFolders()[0]!;
