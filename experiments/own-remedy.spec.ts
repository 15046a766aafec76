import { loadExperiment, planSweep, withStore } from '@alignclip/experiment';
import { scratchFolder } from '@alignclip/experiment/testing';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** As the how-to says, with the path that Jest resolves in place of the package of the experiments. */
const loss = `
  import { defineComponent, LossTerm, tf, z } from 'alignclip';
  export const centroid = defineComponent(LossTerm)({
    type: 'centroid',
    options: z.strictObject({ weight: z.number().nonnegative().default(1) }),
    create: ({ weight }) => ({ symbol: 'L_centroid', weight,
      compute: ({ image, text }) => tf.sum(tf.square(tf.sub(tf.mean(image, 0), tf.mean(text, 0)))) }),
  });`;
const mine = `
  import { league } from '${join(__dirname, 'remedies')}';
  import { crossModalitySeparation, grid } from 'alignclip';
  import { centroid } from './centroid';
  const remedy = { change: { losses: [crossModalitySeparation(), centroid()] }, tried: grid({ 'losses.centroid.weight': [0.5, 1, 2] }) };
  export default league({ remedies: { 'centroid loss': remedy }, components: [centroid] });`;

const scratch = scratchFolder('own-remedy');

describe('a remedy in a folder of its own', () => {
  it('takes part in the league, tuned as the others are, and shares the cells of all others', async () => {
    const folder = scratch.path;
    writeFileSync(join(folder, 'centroid.ts'), loss);
    writeFileSync(join(folder, 'my-league.ts'), mine);
    const selection = { profile: 'smoke', variants: ['CLIP', 'centroid loss'] };
    const own = withStore(loadExperiment(join(folder, 'my-league.ts')), join(folder, 'runs'));
    const { cells, trials } = await planSweep(own, selection);
    expect(cells.map(({ variant, state }) => [variant, state])).toEqual([
      ['CLIP', 'undecided'],
      ['centroid loss', 'undecided'],
    ]);
    expect(trials).toHaveLength(6);
    const published = withStore(loadExperiment(join(__dirname, 'remedies.ts')), join(folder, 'runs'));
    const theirs = await planSweep(published, { ...selection, variants: ['CLIP'] });
    expect(trials.slice(0, 3).map(({ key }) => key)).toEqual(theirs.trials.map(({ key }) => key));
  }, 120_000);
});
