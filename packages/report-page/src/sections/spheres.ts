import { html, type Markup } from '../markup';
import type { Spheres } from '../content/spheres';

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
