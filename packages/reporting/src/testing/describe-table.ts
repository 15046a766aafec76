import type { RunRecord, Table, TableCell } from '@alignclip/core';
import { renderCsv } from '../rendering/render-csv';
import { renderHtml } from '../rendering/render-html';
import { renderLatex } from '../rendering/render-latex';
import { renderMarkdown } from '../rendering/render-markdown';
import { renderTerminal } from '../rendering/render-terminal';

const formats = { renderTerminal, renderMarkdown, renderLatex, renderCsv, renderHtml };

/** The contract suite of tables. `records`: runs from which the table has at least one number. */
export function describeTable(name: string, table: Table, records: readonly RunRecord[]): void {
  describe(`${name} keeps the contract of tables`, () => {
    const cellsOf = (given: readonly RunRecord[]) =>
      table.render(given).rows.flatMap(({ cells }) => cells.filter((cell): cell is TableCell => cell !== undefined));

    it('has a title, and in each row a cell for each column', () => {
      const { title, columns, rows } = table.render(records);
      expect(title).toBe(table.title);
      expect([title, ...columns.map((column) => column.title)]).not.toContain('');
      expect(rows.length).toBeGreaterThan(0);
      for (const { cells } of rows) expect(cells).toHaveLength(columns.length);
    });

    it('gives finite numbers, of at least one seed', () => {
      const cells = cellsOf(records);
      expect(cells.length).toBeGreaterThan(0);
      expect(cells.filter(({ mean, seeds }) => !(Number.isFinite(mean) && seeds > 0))).toEqual([]);
    });

    it('gives the same table for the same records, which it does not change', () => {
      const before = JSON.stringify(records);
      expect(JSON.stringify(table.render(records))).toBe(JSON.stringify(table.render(records)));
      expect(JSON.stringify(records)).toBe(before);
    });

    it('leaves cells empty where nothing was measured: no number, no error', () => {
      const bare = records.map((record) => ({ ...record, scores: {}, intervals: {}, curves: {}, details: {} }));
      for (const given of [[], bare]) expect(cellsOf(given).filter(({ mean }) => !Number.isFinite(mean))).toEqual([]);
      expect(table.render([]).rows).toEqual([]);
    });

    it.each(Object.entries(formats))('can be written by %s, names as text', (_, render) => {
      const name = '<script>alert(1)</script>&"\'\u001b[2J\u202e';
      const text = render(table.render([...records, ...records.map((record) => ({ ...record, variant: name }))]));
      expect(text).not.toMatch(/\bNaN\b|\[object|[\u001b\u202e]/);
      if (render === renderHtml) expect(text).not.toContain('<script');
    });
  });
}
