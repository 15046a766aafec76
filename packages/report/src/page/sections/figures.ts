import { renderHtml } from '@alignclip/reporting';
import type { Report } from '../../model/make-report';
import type { Examples } from '../content/examples';
import type { NamedFigure } from '../content/figures';
import type { Spheres } from '../content/spheres';
import { html, type Markup, trusted } from '../markup';

/** Places that the page's program draws into. */
export const figuresSection = (figures: readonly NamedFigure[]): Markup | undefined =>
  figures.length === 0
    ? undefined
    : html`<section id="figures" aria-labelledby="figures-title">
        <h2 id="figures-title">Figures</h2>
        <p class="hint">Drag to move a figure's axes; zoom with its buttons or with Ctrl and the wheel.</p>
        <div class="figures">
          ${figures.map(
            ({ id, title, description, notes }) =>
              html`<figure class="chart" aria-labelledby="${id}-title">
                <h3 id="${id}-title">${title}</h3>
                <div class="drawing" id="${id}"></div>
                <figcaption>${[description, ...notes].join(' ')}</figcaption>
              </figure> `,
          )}
        </div>
        <noscript><p>The figures need JavaScript.</p></noscript>
      </section>`;

/** Where queries and what they find are shown, or a line that says why there are none. */
export const examplesSection = ({ sets, notes }: Examples): Markup =>
  html`<section id="examples" aria-labelledby="examples-title">
    <h2 id="examples-title">Retrieval, query by query</h2>
    ${notes.map((note) => html`<p class="note">${note}</p>`)}
    ${
      sets.length > 0 &&
      html`<p class="hint">
          The same queries for every variant, spaced evenly over the split: nobody chose them. Each shows the nearest
          items, right ones marked ✓.
        </p>
        <div id="examples-view"></div>
        <noscript><p>The examples need JavaScript.</p></noscript>`
    }
  </section>`;

/** Where the spheres turn, or a line that says why there are none. */
export const spheresSection = ({ spheres, notes }: Spheres): Markup =>
  html`<section id="spheres" aria-labelledby="spheres-title">
    <h2 id="spheres-title">Embeddings on a sphere</h2>
    ${notes.map((note) => html`<p class="note">${note}</p>`)}
    ${
      spheres.length > 0 &&
      html`<p class="hint">
          Every pair is two points: a disc for its image, a square for its caption. Distances mean nothing here,
          neighbourhoods do. Drag to turn; with the keyboard, arrow keys turn, Page Up and Page Down go from pair to
          pair, Escape lets go.
        </p>
        <div id="sphere-view"></div>
        <noscript><p>The spheres need JavaScript.</p></noscript>`
    }
  </section>`;

/** The experiment's tables; the page's program makes them sort. */
export const tablesSection = ({ tables }: Report): Markup | undefined =>
  tables.length === 0
    ? undefined
    : html`<section id="tables" aria-labelledby="tables-title">
        <h2 id="tables-title">Results</h2>
        <p class="hint">A heading sorts its table: once upwards, twice downwards, thrice as it was.</p>
        ${tables.map((table) => trusted(renderHtml(table)))}
      </section>`;
