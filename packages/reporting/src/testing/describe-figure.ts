import type { Figure, RunRecord } from '@alignclip/core';
import { variantStyles } from '../figures/variant-styles';
import { renderSvg } from '../rendering/render-figure';
import { figureRecords } from './figure-records';

interface FigureFacts {
  /** Texts that the drawing must contain: titles of axes with their units. */
  readonly texts: readonly string[];
  /** Whether variants are distinguished by their styles. */
  readonly isStyled: boolean;
}

/** The contract of every figure: no warning, pure, styled alike, safe against hostile names, empty without data. */
export function describeFigure(type: string, figure: Figure, { texts, isStyled }: FigureFacts): void {
  describe(`${type} as a figure`, () => {
    it('is drawn without complaint, with its title and the titles of its axes', async () => {
      const model = figure.draw(figureRecords());
      const svg = (await renderSvg(model))!;
      for (const text of [model.title, ...texts]) expect(plain(svg)).toContain(text);
      expect(svg).not.toMatch(/NaN|undefined|null<|Infinity/);
      expect(model.description.length).toBeGreaterThan(20);
    });

    it('gives the same figure for the same records', () => {
      expect(JSON.stringify(figure.draw(figureRecords()))).toBe(JSON.stringify(figure.draw(figureRecords())));
    });

    it('draws nothing and says why without records, and with records that lack what it needs', async () => {
      const bare = figureRecords().map((record) => ({ ...record, details: {}, curves: {}, scores: {}, factors: {} }));
      const odd = bare.map((record) => ({ ...record, details: oddDetails }));
      for (const records of [[], bare, odd]) {
        const model = figure.draw(records);
        expect(model.notes.join()).toMatch(/^No run /);
        expect(await renderSvg(model)).toBeUndefined();
      }
    });

    it('shows a hostile name as text', async () => {
      const name = '<script>alert(1)</script>&"\'';
      const svg = (await renderSvg(figure.draw(figureRecords([name, 'CLIP']))))!;
      expect(svg).not.toContain('<script');
      expect(svg).not.toContain('javascript:');
    });

    if (!isStyled) return;
    it('gives each variant its own colour, whichever others are drawn', async () => {
      for (const variants of [['CLIP', 'AlignCLIP'], ['AlignCLIP']]) {
        const svg = (await renderSvg(figure.draw(figureRecords(variants))))!;
        for (const [, { color }] of variantStyles(variants)) expect(svg.toUpperCase()).toContain(color.toUpperCase());
      }
    });
  });
}

const oddDetails: RunRecord['details'] = {
  gap: 3,
  interventions: { 'test/closing': { shift: ['x'], loss: { shifts: [] } } },
  'zero-shot': { 'test/coarse': { recalls: { animal: 'half' } } },
  projection: { test: { sphere: { image: [[1]], text: [] } } },
};

const plain = (svg: string): string => svg.replace(/&gt;/g, '>').replace(/&lt;/g, '<').replace(/&amp;/g, '&');
