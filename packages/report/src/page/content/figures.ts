import type { FigureModel, RunRecord } from '@alignclip/core';

export interface NamedFigure extends FigureModel {
  readonly id: string;
}

/** Those that have something to draw. */
export const namedFigures = (figures: readonly FigureModel[]): NamedFigure[] =>
  figures.filter(({ spec }) => spec !== undefined).map((figure, i) => ({ ...figure, id: `figure-${i + 1}` }));

const titles: Readonly<Record<string, string>> = {
  L: 'Loss L',
  'learning-rate': 'Learning rate',
  'logit-scale': 'Logit scale 1/τ',
};

/** A figure for each curve that training has logged: one line a run, the colour of its variant. */
export function trainingCurves(records: readonly RunRecord[], colours: ReadonlyMap<string, string>): FigureModel[] {
  const keys = [...new Set(records.flatMap(({ curves }) => Object.keys(curves)))];
  return keys
    .filter((key) => key !== 'step' && !key.includes('/') && !isOneForAll(key, records))
    .sort((a, b) => order(a) - order(b))
    .map((key) => curveFigure(key, records, colours));
}

/** A learning rate that all runs have tells nothing. */
const isOneForAll = (key: string, records: readonly RunRecord[]): boolean =>
  records.length > 1 && new Set(records.map(({ curves }) => JSON.stringify(curves[key]))).size === 1;

const order = (key: string): number => (key === 'L' ? 0 : key.startsWith('L') ? 1 : key === 'logit-scale' ? 2 : 3);

function curveFigure(key: string, records: readonly RunRecord[], colours: ReadonlyMap<string, string>): FigureModel {
  const title = titles[key] ?? (key.startsWith('L_') ? `Loss term ${key}` : key);
  const values = records.flatMap(({ variant, seed, curves }) => {
    const steps = curves['step'] ?? [];
    return (curves[key] ?? []).flatMap((value, i) =>
      steps[i] === undefined ? [] : [{ step: steps[i], value, variant, seed }],
    );
  });
  const names = [...colours.keys()].filter((name) => values.some(({ variant }) => variant === name));
  return {
    title,
    description: `${title} by training step, one line a run. ${lastValues(key, records)}`,
    notes: [],
    spec: {
      data: { values },
      mark: { type: 'line', strokeWidth: 1.5, opacity: 0.85, tooltip: true },
      encoding: {
        x: { field: 'step', type: 'quantitative', title: 'step', axis: { tickMinStep: 1 } },
        y: { field: 'value', type: 'quantitative', title, scale: { zero: false } },
        color: {
          field: 'variant',
          type: 'nominal',
          title: null,
          scale: { domain: names, range: names.map((name) => colours.get(name)!) },
        },
        detail: { field: 'seed', type: 'nominal' },
      },
    },
  };
}

/** "At the end: CLIP 3.21, 3.25; …", a value a seed. */
function lastValues(key: string, records: readonly RunRecord[]): string {
  const ends = new Map<string, string[]>();
  for (const { variant, curves } of records) {
    const last = curves[key]?.at(-1);
    if (last !== undefined) ends.set(variant, [...(ends.get(variant) ?? []), String(Number(last.toPrecision(3)))]);
  }
  const shown = [...ends].slice(0, 8).map(([variant, values]) => `${variant} ${values.join(', ')}`);
  return `At the end: ${shown.join('; ')}${ends.size > shown.length ? '; …' : ''}.`;
}
