import type { Examples } from '../content/examples';
import { html, type Markup } from '../markup';

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
