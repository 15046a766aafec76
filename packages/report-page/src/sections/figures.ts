import type { NamedFigure } from '../content/figures';
import { html, type Markup } from '../markup';

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
