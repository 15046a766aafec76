import { loadExperiment, type ExperimentDefinition } from '@alignclip/experiment';
import { join } from 'node:path';
import { chooseProfile } from './choose-profile';
import { workspaceRoot } from '../testing/scratch-folder';

const tensorflow = { name: 'tensorflow', reason: '' } as const;
const wasm = { name: 'wasm', reason: 'Python 3 was not found' } as const;

describe('chooseProfile', () => {
  let quickstart: ExperimentDefinition;
  beforeAll(() => (quickstart = loadExperiment(join(workspaceRoot, 'experiments/quickstart.ts')).definition));

  it('takes the one asked for, whatever the backend', () => {
    expect(chooseProfile(quickstart, 'full', wasm)).toEqual({ profile: 'full' });
  });

  it('takes the experiment as it stands where TensorFlow is in use', () => {
    expect(chooseProfile(quickstart, undefined, tensorflow)).toEqual({});
  });

  it('reduces the quickstart without TensorFlow, and says so and why', () => {
    const { profile, notice } = chooseProfile(quickstart, undefined, wasm);
    expect(profile).toBe('reduced');
    expect(notice).toMatch(/wasm: Python 3 was not found.*REDUCED/);
  });

  it('leaves an experiment without a reduced profile as it is', () => {
    const { name, seeds, base, variants } = quickstart;
    expect(chooseProfile({ name, seeds, base, variants }, undefined, wasm)).toEqual({});
  });
});
