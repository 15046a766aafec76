import { foldOf, settingTexts, type RunRecord } from '@alignclip/core';
import type { Report } from '../../model/make-report';
import { html, type Markup } from '../markup';

/** Software and hardware of the runs: common values once, the others in a table. */
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

/** Versions of the npm packages, if the records hold them. */
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

export interface Field {
  readonly name: string;
  readonly values: readonly string[]; // [records]
  readonly numeric: boolean;
}

type Reader = (record: RunRecord) => string | undefined;
const short = (hash: string): string => hash.slice(0, 12);
const count = (value: number): string => value.toLocaleString('en-US');

/** How each field is read from a record. */
const words: Readonly<Record<string, Reader>> = {
  variant: ({ variant }) => variant,
  profile: ({ profile }) => profile,
  started: ({ startedAt }) => startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'),
  key: ({ key }) => short(key),
  'code (git)': ({ provenance: { git } }) => git && short(git),
  'code (hash)': ({ provenance: { code } }) => short(code),
  'data (hash)': ({ provenance: { data } }) => short(data),
  backend: ({ provenance: { backend } }) => backend,
  versions: ({ provenance: { versions } }) =>
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  allocator: ({ provenance: { allocator } }) => allocator,
  'own kernels': ({ provenance: { customOps } }) => (customOps === undefined ? undefined : customOps ? 'yes' : 'no'),
  'products in bfloat16': ({ provenance: { bfloat16 } }) => bfloat16,
  host: ({ provenance: { host } }) => host,
  'tuning protocol': ({ tuning }) => tuning?.protocol,
  'tuning chose': ({ tuning }) => settingTexts(tuning?.chosen).join(', '),
};

const numbers: Readonly<Record<string, Reader>> = {
  seed: ({ seed }) => String(seed),
  fold: (run) => foldOf(run)?.toString(),
  'training (s)': ({ seconds }) => seconds.train.toFixed(1),
  'evaluation (s)': ({ seconds }) => seconds.evaluate.toFixed(1),
  'trained parameters': ({ parameters }) => count(parameters.total),
  'shared parameters': ({ parameters }) => count(parameters.shared),
  threads: ({ provenance: { threads } }) => threads?.toString(),
  'tuning trials': ({ tuning }) => tuning?.trials.toString(),
};

/** Every field that some record has, variant and seed first. */
export function provenanceFields(records: readonly RunRecord[]): Field[] {
  const { variant, ...others } = words;
  const fields: [string, Reader, boolean][] = [
    ['variant', variant!, false],
    ...Object.entries(numbers).map(([name, read]): [string, Reader, boolean] => [name, read, true]),
    ...Object.entries(others).map(([name, read]): [string, Reader, boolean] => [name, read, false]),
  ];
  return fields
    .map(([name, read, numeric]) => ({ name, numeric, values: records.map((record) => read(record) || '–') }))
    .filter(({ values }) => values.some((value) => value !== '–'));
}
