import type { TableCell, TableColumn, TableModel } from '@alignclip/core';
import { cellText, columnGroups, columnHeading, htmlText, legend, rowName, rowTitle } from './text';

/**
 * A table as a fragment of HTML without script or style: `<table class="scores">` with caption, headings with scopes, and
 * the notes in a `<ul>`, all in a `<figure>`. The best of a column is in `<strong>`; `data-value` holds the number of a
 * cell, for sorting. Ends with a line break.
 */
export function renderHtml(model: TableModel): string {
  const notes = [...legend(model), ...model.notes].map((note) => `  <li>${htmlText(note)}</li>`);
  return [
    '<figure class="table">',
    '<table class="scores">',
    `<caption>${htmlText(model.title)}</caption>`,
    ...head(model),
    '<tbody>',
    ...model.rows.map((row) => {
      const cells = model.columns.map((column, i) => cellElement(row.cells[i], column));
      return `  <tr><th scope="row">${htmlText(rowName(row))}</th>${cells.join('')}</tr>`;
    }),
    '</tbody>',
    '</table>',
    ...(notes.length === 0 ? [] : ['<ul class="notes">', ...notes, '</ul>']),
    '</figure>',
    '',
  ].join('\n');
}

function head(model: TableModel): string[] {
  const isGrouped = model.columns.some(({ group }) => group !== undefined);
  const rows = isGrouped ? ' rowspan="2"' : '';
  const titles = model.columns.map((column) => `<th scope="col">${htmlText(columnHeading(column))}</th>`);
  const groups = columnGroups(model.columns).map((members) => {
    const text = htmlText(members[0]!.group ?? '');
    return `<${text === '' ? 'td' : 'th scope="colgroup"'} colspan="${members.length}">${text}</${text === '' ? 'td' : 'th'}>`;
  });
  const name = `<th scope="col"${rows}>${htmlText(rowTitle(model))}</th>`;
  return [
    '<thead>',
    isGrouped
      ? `  <tr>${name}${groups.join('')}</tr>\n  <tr>${titles.join('')}</tr>`
      : `  <tr>${name}${titles.join('')}</tr>`,
    '</thead>',
  ];
}

function cellElement(cell: TableCell | undefined, column: TableColumn): string {
  const text = htmlText(cellText(cell, column));
  const value = cell !== undefined && Number.isFinite(cell.mean) ? ` data-value="${cell.mean}"` : '';
  return `<td${value}>${cell?.best === true ? `<strong>${text}</strong>` : text}</td>`;
}
