import { ParameterShapes } from '@alignclip/nn';
import { exchangeCost } from '@alignclip/training';
import { model } from '../step/our-step';
import { shapes } from '../step/shapes';

/** What the network is taken to be. */
const assumed = { gigabits: 10, milliseconds: 1 } as const;
const batchSize = 4096;
const vocabularySize = 49_408;
const names = ['small', 'base'] as const;
const workersOf = [2, 4, 8, 16, 32, 64] as const;
/** Of a step that is no exchange, where workers pay. */
const share = 0.9;

/** A network of this many gigabits a second, on which a transfer takes this many milliseconds at least. */
function exchangeSeconds({ bytes, transfers }: ReturnType<typeof exchangeCost>): number {
  return (transfers * assumed.milliseconds) / 1000 + (8 * bytes) / (assumed.gigabits * 1e9);
}

/** Numbers whose gradients pass the towers of AlignCLIP. */
function parametersOf(name: (typeof names)[number]): number {
  const parameters = new ParameterShapes();
  model({ ...shapes[name], vocabularySize, variant: 'AlignCLIP' }, parameters);
  return [...parameters.entries()].reduce((sum, [, { size }]) => sum + size, 0) - 1; // the temperature passes none
}

/** `npm run bench:scale -- --model`: the model of cost as a table in Markdown. */
export function exchangeTable(): string {
  const rows = names.flatMap((name) => {
    const parameters = parametersOf(name);
    return workersOf.map((workers) => {
      const cost = exchangeCost({ workers, batchSize, rowWidth: 2 * shapes[name].embeddingWidth, parameters });
      const seconds = exchangeSeconds(cost);
      const cells = [
        ...[`${name}, ${(parameters / 1e6).toFixed(1)} M`, workers, batchSize / workers],
        ...[(cost.bytes / 1e6).toFixed(1), cost.transfers.toLocaleString('en')],
        ...[seconds.toFixed(2), ((seconds * share) / (1 - share)).toFixed(1)],
      ];
      return `| ${cells.join(' | ')} |`;
    });
  });
  return [
    '| towers, parameters | workers | pairs each | MB sent by each | transfers | exchange, s | own work, s |',
    '| --- | --: | --: | --: | --: | --: | --: |',
    ...rows,
  ].join('\n');
}
