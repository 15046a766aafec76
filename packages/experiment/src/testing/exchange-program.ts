import { joinCluster, tf } from '@alignclip/backend';
import type { Cluster, Tensor } from '@alignclip/core';
import { textTransformer, visionTransformer } from '@alignclip/encoders';
import { clip, intraModalitySeparation, simclr } from '@alignclip/losses';
import { Parameters } from '@alignclip/nn';
import { shared } from '@alignclip/sharing';
import { trainer } from '@alignclip/training';
import { compose } from '../compose/compose';
import { cellsOf } from '../define/cells';
import { Registry } from '../define/registry';
import { tinyExperiment } from './tiny-experiment';

/** Wide enough that their gradients are more than one message. */
const tower = { width: 160, heads: 2, layers: 2, embeddingWidth: 8 };
const batchSize = 16;

/** What the losses see of a pair, and what is exchanged. */
const cases = {
  AlignCLIP: { sharing: shared(), losses: [clip(), intraModalitySeparation()], rowWidth: 2 * tower.embeddingWidth },
  'two views': { losses: [clip(), simclr({ outputWidth: 8 })], rowWidth: 2 * (tower.embeddingWidth + tower.width) },
};

export interface CountedStep {
  readonly batchSize: number;
  readonly rowWidth: number;
  readonly parameters: number;
  readonly bytes: number;
  readonly transfers: number;
}

/** Counts what TensorFlow is given to gather: each worker of a group sends it on to all others, one after another. */
function countGathers(): { bytes: number; transfers: number } {
  const sum = { bytes: 0, transfers: 0 };
  const backend = tf.backend() as unknown as {
    executeSingleOutput: (name: string, attributes: unknown, inputs: readonly Tensor[]) => Tensor;
  };
  const execute = backend.executeSingleOutput.bind(backend);
  backend.executeSingleOutput = (name, attributes, inputs) => {
    if (name === 'CollectiveGatherV2') {
      const others = inputs[1]!.dataSync()[0]! - 1;
      sum.bytes += 4 * inputs[0]!.size * others;
      sum.transfers += others;
    }
    return execute(name, attributes, inputs);
  };
  return sum;
}

/** `exchange-program CLUSTER`: what is exchanged from one step to the next. */
async function main([cluster]: readonly string[]): Promise<void> {
  const peers = await joinCluster(JSON.parse(cluster!) as Cluster);
  const counted = countGathers();
  const answers: CountedStep[] = [];
  for (const { rowWidth, ...change } of Object.values(cases)) {
    const towers = {
      imageEncoder: visionTransformer({ ...tower, imageSize: 16, patchSize: 8 }),
      textEncoder: textTransformer(tower),
    };
    const options = { steps: 3, batchSize, accumulate: 4, checkpointEvery: 100 };
    const definition = tinyExperiment({ variants: { one: { ...towers, ...change, trainer: trainer(options) } } });
    const run = compose({ ...cellsOf(definition)[0]!, registry: new Registry(), peers });
    const made = await run.trainer();
    const at: { bytes: number; transfers: number }[] = [];
    await made.run({ onStep: () => at.push({ ...counted }) });
    const parameters = [...(await run.get(Parameters)).entries()]
      .filter(([address]) => /^(image|text|shared)\//.test(address))
      .reduce((total, [, value]) => total + value.size, 0);
    const [first, second] = at;
    answers.push({
      ...{ batchSize, rowWidth, parameters },
      bytes: second!.bytes - first!.bytes,
      transfers: second!.transfers - first!.transfers,
    });
  }
  console.log(JSON.stringify(answers));
}

void main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
