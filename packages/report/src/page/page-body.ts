import type { Report } from '../model/make-report';
import type { Examples } from './content/examples';
import type { NamedFigure } from './content/figures';
import type { Spheres } from './content/spheres';
import { html, type Markup } from './markup';
import { configurationSection } from './sections/configuration';
import { examplesSection, figuresSection, spheresSection, tablesSection } from './sections/figures';
import { provenanceSection } from './sections/provenance';
import { claimsSection, missingSection, verdictsSection } from './sections/verdicts';

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

interface Entry {
  readonly id: string;
  readonly title: string;
}

/** Name and size of the experiment, the way to each section, and the choice of light or dark. */
export const pageHeader = ({ title, records }: Report, entries: readonly Entry[]): Markup =>
  html`<header class="top">
      <nav aria-label="Sections">
        <ul>
          ${entries.map((entry) => html`<li><a href="#${entry.id}">${entry.title}</a></li>`)}
        </ul>
      </nav>
      <button type="button" id="theme" hidden></button>
    </header>
    <div class="title">
      <h1>${title}</h1>
      <p>${summary(records)}</p>
    </div>`;

/** "8 runs: 4 variants × seeds 0, 1; profile quick; 2026-01-02" */
function summary(records: Report['records']): string {
  const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort();
  const variants = distinct(records.map(({ variant }) => variant)).length;
  const seeds = [...new Set(records.map(({ seed }) => seed))].sort((a, b) => a - b);
  const days = distinct(records.map(({ startedAt }) => startedAt.slice(0, 10)));
  const profiles = distinct(records.map(({ profile }) => profile));
  return [
    `${records.length} ${records.length === 1 ? 'run' : 'runs'}`,
    `${variants} ${variants === 1 ? 'variant' : 'variants'}`,
    `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}`,
    `${profiles.length === 1 ? 'profile' : 'profiles'} ${profiles.join(', ')}`,
    days.length > 1 ? `${days[0]} to ${days.at(-1)}` : days[0],
  ]
    .filter((part) => part !== undefined && records.length > 0)
    .join(' · ');
}
