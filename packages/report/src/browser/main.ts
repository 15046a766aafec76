import type { PageData } from '../page-data';
import { showExamples } from './examples/examples-view';
import { drawFigures } from './figures/draw-figures';
import { showSpheres } from './sphere/sphere-view';
import { markVariants, makeSortable } from './tables/sortable-table';
import { startTheme } from './theme';

const data = JSON.parse(document.getElementById('page-data')!.textContent) as PageData;

startTheme();
for (const table of document.querySelectorAll<HTMLTableElement>('table.scores')) {
  markVariants(table, data);
  makeSortable(table);
}
showSpheres(document.getElementById('sphere-view'), data);
showExamples(document.getElementById('examples-view'), data);
void drawFigures(data.figures);
