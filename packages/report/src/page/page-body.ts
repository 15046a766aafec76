import type { Examples } from './content/examples';
import type { NamedFigure } from './content/figures';
import type { Spheres } from './content/spheres';
import { html, type Markup } from './markup';
import type { Report } from '../model/make-report';
import { claimsSection } from './sections/verdicts';
import { configurationSection } from './sections/configuration';
import { examplesSection } from './sections/figures';
import { figuresSection } from './sections/figures';
import { missingSection } from './sections/verdicts';
import { pageHeader } from './sections/page-header';
import { provenanceSection } from './sections/provenance';
import { spheresSection } from './sections/figures';
import { tablesSection } from './sections/figures';
import { verdictsSection } from './sections/verdicts';

export interface Sections {
  readonly report: Report;
  readonly figures: readonly NamedFigure[];
  readonly spheres: Spheres;
  readonly examples: Examples;
}

/** The sections in the order in which a reader asks: what was found, on what it rests, how it was made. */
export function pageBody({ report, figures, spheres, examples }: Sections): Markup {
  const sections = [
    { id: 'verdicts', title: 'Verdicts', content: verdictsSection(report) },
    { id: 'claims', title: 'Claims', content: claimsSection(report) },
    { id: 'missing', title: 'Incomplete', content: missingSection(report) },
    { id: 'tables', title: 'Results', content: tablesSection(report) },
    { id: 'figures', title: 'Figures', content: figuresSection(figures) },
    { id: 'spheres', title: 'Spheres', content: spheresSection(spheres) },
    { id: 'examples', title: 'Retrieval', content: examplesSection(examples) },
    { id: 'configuration', title: 'Configuration', content: configurationSection(report) },
    { id: 'provenance', title: 'Provenance', content: provenanceSection(report) },
  ].filter(({ content }) => content !== undefined);
  return html`<a class="skip" href="#main">Skip to the results</a>
    ${pageHeader(report, sections)}
    <main id="main">
      ${report.records.length === 0 && html`<p class="note">There are no finished runs to show yet.</p>`}
      ${sections.map(({ content }) => content)}
    </main>
    <footer>Made by alignclip from run records. Everything is in this file; it loads nothing.</footer>`;
}
