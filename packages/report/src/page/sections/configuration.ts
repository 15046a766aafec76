import { type RunRecord } from '@alignclip/core';
import { configDifferences, runsByVariant, shortValue, type ConfigDifference } from '@alignclip/reporting';
import { html, type Markup } from '../markup';
import type { Report } from '../../model/make-report';

type Config = RunRecord['config'];

/** Where the variants' settings differ, variants as rows; then everything that was set. */
export function configurationSection({ records }: Report): Markup | undefined {
  const configs = runsByVariant(records).map(({ variant, runs }) => ({ variant, config: runs[0]!.config }));
  const [reference] = configs;
  if (reference === undefined) return undefined;
  const rows = configs.map(({ variant, config }) => ({
    variant,
    differences: configDifferences(reference.config, config),
  }));
  const paths = [...new Set(rows.flatMap(({ differences }) => differences.map(({ path }) => path)))];
  return html`<section id="configuration" aria-labelledby="configuration-title">
    <h2 id="configuration-title">Configuration</h2>
    ${paths.length > 0 ? differenceTable(rows, paths) : html`<p>All runs have one configuration.</p>`}
    <h3>Everything that was set</h3>
    ${configs.map(
      ({ variant, config }) =>
        html`<details>
          <summary>${variant}</summary>
          ${settings(config)}
        </details> `,
    )}
  </section>`;
}

interface Row {
  readonly variant: string;
  readonly differences: readonly ConfigDifference[];
}

const differenceTable = (rows: readonly Row[], paths: readonly string[]): Markup =>
  html`<figure class="table">
    <table class="scores words">
      <caption>
        What differs between the variants
      </caption>
      <thead>
        <tr>
          <th scope="col">variant</th>
          ${paths.map((path) => html`<th scope="col">${path}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(({ variant, differences }) => {
          const cells = paths.map((path) => valueAt(path, differences, rows));
          return html`<tr>
            <th scope="row">${variant}</th>
            ${cells.map(({ value, changed }) => html`<td>${changed ? html`<mark>${value}</mark>` : value}</td>`)}
          </tr> `;
        })}
      </tbody>
    </table>
    <ul class="notes">
      <li>Marked is what differs from ${rows[0]!.variant}.</li>
    </ul>
  </figure>`;

/** What a variant has at a path: what it changes, or else what the reference has. */
function valueAt(path: string, own: readonly ConfigDifference[], rows: readonly Row[]) {
  const change = own.find((difference) => difference.path === path);
  const reference = rows.flatMap(({ differences }) => differences).find((difference) => difference.path === path)!;
  const value = change ? change.after : reference.before;
  return { value: value === undefined ? '–' : shortValue(value), changed: change !== undefined };
}

const settings = (config: Config): Markup =>
  html`<figure class="table">
    <table class="scores words">
      <thead>
        <tr>
          <th scope="col">slot</th>
          <th scope="col">component</th>
          <th scope="col">options</th>
        </tr>
      </thead>
      <tbody>
        ${Object.entries(config).flatMap(([slot, filled]) =>
          [filled].flat().map(
            ({ type, options }) =>
              html`<tr>
                <th scope="row">${slot}</th>
                <td>${type}</td>
                <td>
                  ${Object.entries(options).map(
                    ([name, value]) =>
                      html`<span class="option">${name}: <code>${JSON.stringify(value)}</code></span> `,
                  )}
                </td>
              </tr> `,
          ),
        )}
      </tbody>
    </table>
  </figure>`;
