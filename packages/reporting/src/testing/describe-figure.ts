import type { AnyComponent, Figure, RunRecord, Spec } from '@alignclip/core';
import { renderSvg } from '../rendering/render-svg';
import { variantStyles } from '../figures/variant-styles';
import { figureRecords } from './figure-records';

interface FigureFacts {
  readonly spec: Spec<'figures'>;
  /** Texts that the drawing must hold: titles of axes with their units. */
  readonly texts: readonly string[];
  /** Whether variants are told apart by their styles. */
  readonly isStyled: boolean;
}

/** What the registry makes of a spec. */
export const createFigure = (component: AnyComponent, spec: Spec<'figures'>): Figure =>
  component.create(spec.options) as Figure;

/** What every figure must keep: drawn without complaint, pure, styled alike, safe against names, silent without data. */
export function describeFigure(component: AnyComponent, { spec, texts, isStyled }: FigureFacts): void {
  const drawOf = (records: readonly RunRecord[]) => createFigure(component, spec).draw(records);

  describe(`${component.type} as a figure`, () => {
    it('is drawn without complaint, with its title and the titles of its axes', async () => {
      const model = drawOf(figureRecords());
      const svg = (await renderSvg(model))!;
      for (const text of [model.title, ...texts]) expect(plain(svg)).toContain(text);
      expect(svg).not.toMatch(/NaN|undefined|null<|Infinity/);
      expect(model.description.length).toBeGreaterThan(20);
    });

    it('gives the same figure for the same records', () => {
      expect(JSON.stringify(drawOf(figureRecords()))).toBe(JSON.stringify(drawOf(figureRecords())));
    });

    it('draws nothing and says why without records, and with records that lack what it needs', async () => {
      const bare = figureRecords().map((record) => ({ ...record, details: {}, curves: {}, scores: {}, factors: {} }));
      const odd = figureRecords().map((record) => ({ ...bare[0]!, ...record, details: oddDetails, curves: {}, scores: {}, factors: {} })); // prettier-ignore
      for (const records of [[], bare, odd]) {
        const model = drawOf(records);
        expect(model.notes.join()).toMatch(/^No run /);
        expect(await renderSvg(model)).toBeUndefined();
      }
    });

    it('shows a hostile name as text', async () => {
      const name = '<script>alert(1)</script>&"\'';
      const svg = (await renderSvg(drawOf(figureRecords([name, 'CLIP']))))!;
      expect(svg).not.toContain('<script');
      expect(svg).not.toContain('javascript:');
    });

    if (!isStyled) return;
    it('gives each variant its own colour, whatever stands beside it', async () => {
      for (const variants of [['CLIP', 'AlignCLIP'], ['AlignCLIP']]) {
        const svg = (await renderSvg(drawOf(figureRecords(variants))))!;
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
