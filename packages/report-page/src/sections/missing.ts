import { html, type Markup } from '../markup';
import type { Report } from '../report';

/** What the page would show if all runs were finished and readable. */
export const missingSection = ({ gaps, records }: Report): Markup | undefined =>
  gaps.length === 0
    ? undefined
    : html`<section id="missing" class="missing" aria-labelledby="missing-title">
        <h2 id="missing-title">
          Incomplete: ${gaps.length === 1 ? '1 cell or file' : `${gaps.length} cells or files`} not shown
        </h2>
        <p>
          The page shows ${records.length === 1 ? 'the 1 run that is' : `the ${records.length} runs that are`} finished
          and readable.
        </p>
        ${list(gaps.slice(0, most))}
        ${
          gaps.length > most &&
          html`<details>
            <summary>${gaps.length - most} more</summary>
            ${list(gaps.slice(most))}
          </details>`
        }
      </section>`;

const most = 8;

const list = (lines: readonly string[]): Markup =>
  html`<ul>
    ${lines.map((line) => html`<li>${line}</li>`)}
  </ul>`;
