import { renderHtml } from '@alignclip/reporting';
import { html, trusted, type Markup } from '../markup';
import type { Report } from '../report';

/** The experiment's tables; the page's program makes them sort. */
export const tablesSection = ({ tables }: Report): Markup | undefined =>
  tables.length === 0
    ? undefined
    : html`<section id="tables" aria-labelledby="tables-title">
        <h2 id="tables-title">Results</h2>
        <p class="hint">A heading sorts its table: once upwards, twice downwards, thrice as it was.</p>
        ${tables.map((table) => trusted(renderHtml(table)))}
      </section>`;
