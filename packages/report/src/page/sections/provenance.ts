import { html, type Markup } from '../markup';
import type { Report } from '../../model/make-report';
import { provenanceFields, type Field } from '../content/provenance-fields';

/** What made the runs: once where it is one for all, in a table where it differs. */
export function provenanceSection({ records }: Report): Markup | undefined {
  if (records.length === 0) return undefined;
  const fields = provenanceFields(records);
  const common = fields.filter(({ values }) => records.length > 1 && new Set(values).size === 1);
  const own = fields.filter((field) => !common.includes(field));
  return html`<section id="provenance" aria-labelledby="provenance-title">
    <h2 id="provenance-title">Provenance</h2>
    ${
      common.length > 0 &&
      html`<dl class="facts">
        ${common.map(
          ({ name, values }) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${values[0]}</dd>
            </div>`,
        )}
      </dl>`
    }
    <figure class="table">
      <table class="scores">
        <caption>
          Runs
        </caption>
        <thead>
          <tr>
            ${own.map(({ name }) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${records.map(
            (_, row) =>
              html`<tr>
                ${own.map((field, i) => runCell(field, row, i))}
              </tr> `,
          )}
        </tbody>
      </table>
    </figure>
    ${packagesOf(records)}
  </section>`;
}

const runCell = ({ values, numeric }: Field, row: number, column: number): Markup =>
  column === 0
    ? html`<th scope="row">${values[row]}</th>`
    : html`<td${numeric && html` data-value="${values[row]!.replaceAll(',', '')}"`}>${values[row]}</td>`;

/** Versions of the packages that computed, where the records hold them. */
function packagesOf(records: Report['records']): Markup | undefined {
  const sets = new Map(records.map(({ provenance: { packages = {} } }) => [JSON.stringify(packages), packages]));
  const lists = [...sets.values()].filter((packages) => Object.keys(packages).length > 0);
  if (lists.length === 0) return undefined;
  return html`${lists.map(
    (packages) =>
      html`<details>
        <summary>${Object.keys(packages).length} npm packages${lists.length > 1 && ' of some runs'}</summary>
        <ul class="packages">
          ${Object.entries(packages).map(([name, version]) => html`<li>${name} <span>${version}</span></li>`)}
        </ul>
      </details> `,
  )}`;
}
