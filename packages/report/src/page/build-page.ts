import { runsByVariant, variantStyles, withPlainTexts } from '@alignclip/reporting';
import { bundlePage, pageDocument } from './document';
import { compileFigure } from './content/compile-figure';
import { examplesOf } from './content/examples';
import { namedFigures, trainingCurves } from './content/figures';
import { Images, readImages, type Say } from './content/read-images';
import { spheresOf } from './content/spheres';
import { pageBody } from './page-body';
import type { Report } from '../model/make-report';

/** The whole page as one HTML text. Never throws on unusual records: what can't be shown is named on the page. */
export async function buildPage(report: Report, say: Say): Promise<string> {
  const variants = runsByVariant(report.records);
  const records = variants.flatMap(({ runs }) => runs);
  const colours = coloursOf(variants.map(({ variant }) => variant));
  const images = new Images();
  const spheres = spheresOf(records, colours, images);
  const examples = examplesOf(records, colours, images);
  const figures = namedFigures([...report.figures, ...trainingCurves(records, colours)]);
  const read = await readImages(images, report.registry, say);
  const sections = {
    report: { ...report, records },
    figures,
    spheres: { ...spheres, notes: [...spheres.notes, ...read.notes] },
    examples,
  };
  const data = {
    colours: [...colours],
    figures: await Promise.all(figures.map(compileFigure)),
    spheres: spheres.spheres,
    examples: examples.sets,
    images: read.images,
  };
  const parts = { title: `${report.title} · alignclip`, body: pageBody(sections), data: withPlainTexts(data) };
  return pageDocument(parts, await bundlePage());
}

/** The colours of the figures; black becomes the colour of the text. */
const coloursOf = (names: readonly string[]): ReadonlyMap<string, string> =>
  new Map([...variantStyles(names)].map(([name, { color }]) => [name, color === '#000000' ? 'currentColor' : color]));
