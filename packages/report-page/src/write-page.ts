import { writeFileAtomic } from '@alignclip/formats';
import { buildPage } from './build-page';
import type { Report, Say } from './report';

/** Writes the page of a report, whole or not at all, and gives its size in bytes. `say` hears what takes a while. */
export async function writePage(report: Report, file: string, say: Say = () => undefined): Promise<number> {
  const page = Buffer.from(await buildPage(report, say), 'utf8');
  await writeFileAtomic(file, page);
  return page.length;
}
