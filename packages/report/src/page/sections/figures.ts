import { renderHtml } from '@alignclip/reporting';
import type { Report } from '../../model/make-report';
import type { Examples } from '../content/examples';
import type { NamedFigure } from '../content/figures';
import type { Spheres } from '../content/spheres';
import { html, type Markup, trusted } from '../markup';

/** The elements that the page's script draws into. */
export const figuresSection = (figures: readonly NamedFigure[]): Markup | undefined =>
  figures.length === 0
    ? undefined
    : html`<section id="figures" aria-labelledby="figures-title">
        <h2 id="figures-title">Figures</h2>
        <p class="hint">Drag to pan a figure; zoom with its buttons or with Ctrl and the mouse wheel.</p>
        <div class="figures">
          ${figures.map(
            ({ id, title, description, notes }) =>
              html`<figure class="chart" aria-labelledby="${id}-title">
                <h3 id="${id}-title">${title}</h3>
                <div class="drawing-box"><div class="drawing" id="${id}"></div></div>
                <figcaption>${[description, ...notes].join(' ')}</figcaption>
              </figure> `,
          )}
        </div>
        <noscript><p>The figures need JavaScript.</p></noscript>
      </section>`;

/** The place of the example queries, or a line that says why there are none. */
export const examplesSection = ({ sets, notes }: Examples): Markup =>
  html`<section id="examples" aria-labelledby="examples-title">
    <h2 id="examples-title">Retrieval, query by query</h2>
    ${notes.map((note) => html`<p class="note">${note}</p>`)}
    ${
      sets.length > 0 &&
      html`<p class="hint">
          The same queries for every variant, evenly spaced over the split, not hand-picked. Each shows the nearest
          items; correct ones are marked ✓.
        </p>
        <div id="examples-view"></div>
        <noscript><p>The examples need JavaScript.</p></noscript>`
    }
  </section>`;

/** The place of the spheres, or a line that says why there are none. */
export const spheresSection = ({ spheres, notes }: Spheres): Markup =>
  html`<section id="spheres" aria-labelledby="spheres-title">
    <h2 id="spheres-title">Embeddings on a sphere</h2>
    ${notes.map((note) => html`<p class="note">${note}</p>`)}
    ${
      spheres.length > 0 &&
      html`<p class="hint">
          Every pair is two points: a disc for its image, a square for its caption. Only neighbourhoods are meaningful,
          not distances. Drag to rotate. Keyboard: arrow keys rotate, Page Up and Page Down select a pair, Escape clears
          the selection.
        </p>
        <div id="sphere-view"></div>
        <noscript><p>The spheres need JavaScript.</p></noscript>`
    }
  </section>`;

/** The experiment's tables; the page's script makes them sortable. */
export const tablesSection = ({ tables }: Report): Markup | undefined =>
  tables.length === 0
    ? undefined
    : html`<section id="tables" aria-labelledby="tables-title">
        <h2 id="tables-title">Results</h2>
        <p class="hint">Click a heading to sort: ascending, descending, original order.</p>
        ${tables.map((table) => trusted(renderHtml(table)))}
      </section>`;
