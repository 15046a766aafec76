import { basename, join } from 'node:path';
import { openExperiment } from '@alignclip/experiment';
import { makeReport, writePage } from '@alignclip/report';
import { KeptRecords } from '../docs/kept-records';
import { shownResults } from '../docs/result-pages';

/** The page with figures of one experiment and profile whose records are kept. */
export interface Report {
  readonly file: string;
  readonly profile: string;
  /** Of the page, without its ending. */
  readonly name: string;
}

/** Those that the pages of results show, where records are kept. */
export const keptReports = (root: string): Report[] => {
  const kept = new KeptRecords(root);
  return shownResults(root)
    .filter((shown) => kept.read(shown) !== undefined)
    .map((shown) => ({ ...shown, name: `${basename(shown.file, '.ts')}-${shown.profile}` }));
};

/** Writes each as `<name>.html` into a folder. */
export async function writeReports(root: string, reports: readonly Report[], folder: string): Promise<void> {
  const kept = new KeptRecords(root);
  for (const { file, profile, name } of reports) {
    const experiment = openExperiment(join(root, file), { runs: join(root, 'runs') });
    const title = `${experiment.definition.name}, profile ${profile}`;
    const report = makeReport({ title, records: kept.read({ file, profile })!, gaps: [], experiment });
    await writePage(report, join(folder, `${name}.html`), console.log);
  }
}
