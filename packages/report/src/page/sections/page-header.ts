import { html, type Markup } from '../markup';
import type { Report } from '../../model/make-report';

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
