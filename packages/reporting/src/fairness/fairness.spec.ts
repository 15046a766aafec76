import type { RunRecord } from '@alignclip/core';
import { runsByVariant } from '../records';
import { madeRecord } from '../testing/made-records';
import { checkFairness, type FairnessOptions } from './fairness';

const spec = (slot: string, type: string, options: RunRecord['details'] = {}) => ({ slot, type, options });
const base = {
  sharing: spec('sharing', 'separate'),
  losses: [spec('losses', 'clip', { weight: 1 })],
  schedule: spec('schedule', 'warm-up-cosine', { rate: 0.001 }),
  trainer: spec('trainer', 'trainer', { steps: 400, batchSize: 128, logEvery: 10 }),
  imageEncoder: spec('imageEncoder', 'vision-transformer', { width: 64 }),
  textEncoder: spec('textEncoder', 'text-transformer', { width: 64 }),
};
const shared = { sharing: spec('sharing', 'shared') };
const trainer = (options: RunRecord['details']) => ({
  trainer: spec('trainer', 'trainer', { ...base.trainer.options, ...options }),
});

type Change = Partial<Omit<RunRecord, 'provenance'>> & { provenance?: Partial<RunRecord['provenance']> };
const run = (variant: string, config: RunRecord['config'], { provenance = {}, ...change }: Change = {}, seed = 0) => {
  const made = madeRecord(variant, seed, {}, { config: { ...base, ...config }, ...change });
  return { ...made, provenance: { ...made.provenance, ...provenance } };
};
const check = (treatment: RunRecord, options: FairnessOptions = {}, reference = run('CLIP', {})) => {
  const { unfair, notes } = checkFairness(runsByVariant([reference, treatment]), options);
  return { unfair: unfair.get(treatment.variant), notes };
};

describe('checkFairness', () => {
  it('finds nothing where only the method differs', () => {
    expect(check(run('SharedCLIP', shared))).toEqual({ unfair: undefined, notes: [] });
    const separation = { losses: [...base.losses, spec('losses', 'intra-modality-separation')] };
    expect(check(run('AlignCLIP', { ...shared, ...separation })).unfair).toBeUndefined();
  });

  it('names steps, batch size and learning rate that differ besides the method', () => {
    const schedule = spec('schedule', 'warm-up-constant', {});
    const treatment = run('SharedCLIP', { ...shared, schedule, ...trainer({ steps: 800, batchSize: 64 }) });
    const { unfair, notes } = check(treatment);
    expect(unfair).toEqual([
      'learning rate (schedule: warm-up-cosine → warm-up-constant)',
      'steps (trainer.steps: 400 → 800)',
      'batch size (trainer.batchSize: 128 → 64)',
    ]);
    expect(notes[0]).toMatch(
      /^SharedCLIP is not a fair comparison with CLIP: besides sharing it differs in learning rate/,
    );
  });

  it('names another scheme of initial values besides the method', () => {
    const tower = (slot: 'imageEncoder' | 'textEncoder') => ({
      [slot]: spec(slot, base[slot].type, { width: 64, initialisation: 'pytorch' }),
    });
    expect(check(run('SharedCLIP', { ...shared, ...tower('imageEncoder'), ...tower('textEncoder') })).unfair).toEqual([
      'initial values (imageEncoder.initialisation: none → pytorch; textEncoder.initialisation: none → pytorch)',
    ]);
  });

  it('lets every seed start from weights of its own, but not some seeds from weights and others from none', () => {
    const from = (variant: string, seed: number, file?: string) =>
      run(variant, file === undefined ? {} : trainer({ from: file }), {}, seed);
    const of = (records: RunRecord[]) => checkFairness(runsByVariant(records)).unfair.get('CLIP');
    expect(of([from('CLIP', 0, 'a'), from('CLIP', 1, 'b')])).toBeUndefined();
    expect(of([from('CLIP', 0, 'a'), from('CLIP', 1)])).toEqual(['configuration (trainer.from) between its own seeds']);
  });

  it('takes a single kind of difference as the studied factor, but not two', () => {
    expect(check(run('small batch', trainer({ batchSize: 64 }))).unfair).toBeUndefined();
    expect(check(run('small batch', trainer({ batchSize: 64, steps: 800 }))).unfair).toHaveLength(2);
    const wide = (slot: 'imageEncoder' | 'textEncoder') => ({ [slot]: spec(slot, base[slot].type, { width: 128 }) });
    expect(check(run('wide', { ...wide('imageEncoder'), ...wide('textEncoder') })).unfair).toBeUndefined();
  });

  it('does not take a single difference as the factor where the profiles differ', () => {
    expect(check(run('full CLIP', trainer({ steps: 1500 }), { profile: 'full' })).unfair).toHaveLength(1);
  });

  it('accepts what is declared: by option and by the factors of a grid', () => {
    const both = run('both', { ...shared, ...trainer({ batchSize: 64 }) });
    expect(check(both, { studied: ['trainer.batchSize'] }).unfair).toBeUndefined();
    expect(check(both, { studied: ['trainer'] }).unfair).toBeUndefined();
    expect(check(both, { studied: ['trainer.batch'] }).unfair).toHaveLength(1);
    const point = { ...both, factors: { 'trainer.batchSize': 64 } } as RunRecord;
    expect(check(point).unfair).toBeUndefined();
  });

  it('ignores what changes no result', () => {
    expect(check(run('SharedCLIP', { ...shared, ...trainer({ logEvery: 1 }) })).unfair).toBeUndefined();
  });

  it('names other seeds, software, code of shared parts, data and tuning', () => {
    const tuned = (record: RunRecord, trials: number) => ({ ...record, tuning: { trials } }) as RunRecord;
    const before = { code: 'a', parts: { 'losses/clip': 'x', 'sharing/separate': 'y' } };
    const after = {
      code: 'b',
      parts: { 'losses/clip': 'z', 'sharing/shared': 'y' },
      data: 'other',
      versions: { node: '22' },
    };
    const reference = tuned(run('CLIP', {}, { provenance: before }), 1);
    const treatment = tuned(run('SharedCLIP', shared, { provenance: after }, 1), 50);
    const { unfair } = check(treatment, {}, reference);
    expect(unfair).toEqual([
      'code (losses/clip)',
      'data (content)',
      'software (versions.node: 20 → 22)',
      'tuning budget (tuning.trials: 1 → 50)',
      'seeds, so data order and initial values (0 → 1)',
    ]);
  });

  it('takes a second version of a package, which a component brings, for no difference', () => {
    const packages = (zod: string) => ({ provenance: { packages: { zod } } });
    const compared = (before: string, after: string) =>
      check(run('SharedCLIP', shared, packages(after)), {}, run('CLIP', {}, packages(before))).unfair;
    expect(compared('4.1.0', '3.25.0, 4.1.0')).toBeUndefined();
    expect(compared('3.25.0, 4.1.0', '4.1.0')).toBeUndefined();
    expect(compared('4.1.0', '4.2.0')).toEqual(['software (packages.zod: 4.1.0 → 4.2.0)']);
    expect(compared('3.25.0, 4.1.0', '3.25.0, 4.2.0')).toHaveLength(1);
  });

  it('asks for the form of bfloat16 only where both runs use it', () => {
    const form = (bfloat16?: string) => ({ provenance: { ...(bfloat16 && { bfloat16 }) } });
    const compared = (before?: string, after?: string) =>
      check(run('SharedCLIP', shared, form(after)), {}, run('CLIP', {}, form(before)));
    expect(compared(undefined, 'own')).toEqual(compared());
    expect(compared('composed', 'own').unfair).toEqual(['software (bfloat16: composed → own)']);
  });

  describe('of tuning', () => {
    const budget = { trials: 3, protocol: 'grid, by R@10 on val' };
    const rate = (value: number) => ({ schedule: spec('schedule', 'warm-up-cosine', { rate: value }) });
    const tuned = (variant: string, config: RunRecord['config'], tuning: RunRecord['tuning']) =>
      run(variant, config, { ...(tuning && { tuning }) });
    const unfair = (reference: RunRecord, treatment: RunRecord) => check(treatment, {}, reference).unfair;
    const clip = tuned('CLIP', rate(0.002), { ...budget, chosen: { 'schedule.rate': 0.002 } });

    it('names a budget that only one of two rows says, either way', () => {
      const [said, unsaid] = [tuned('SharedCLIP', shared, budget), run('SharedCLIP', shared)];
      expect(unfair(run('CLIP', {}), said)).toEqual(['tuning budget (tuning.trials: not said → 3)']);
      expect(unfair(tuned('CLIP', {}, budget), unsaid)).toEqual(['tuning budget (tuning.trials: 3 → not said)']);
      expect(unfair(tuned('CLIP', {}, budget), said)).toBeUndefined();
    });

    it('takes as studied what equal budgets chose, whatever was chosen', () => {
      const chosen = { 'losses.clip.weight': 2 };
      const weight = { losses: [spec('losses', 'clip', { weight: 2 })] };
      expect(unfair(clip, tuned('weighted', weight, { ...budget, chosen }))).toBeUndefined();
      expect(unfair(clip, tuned('weighted', { ...weight, ...rate(0.002) }, { ...budget, chosen }))).toBeUndefined();
    });

    it('names what was chosen beside other budgets or protocols', () => {
      const more = { ...budget, trials: 9, chosen: { 'schedule.rate': 0.004 } };
      expect(unfair(clip, tuned('SharedCLIP', { ...shared, ...rate(0.004) }, more))).toEqual([
        'learning rate (schedule.rate: 0.002 → 0.004)',
        'tuning budget (tuning.trials: 3 → 9)',
      ]);
      const other = { ...budget, protocol: 'grid, by the loss' };
      expect(unfair(clip, tuned('SharedCLIP', { ...shared, ...rate(0.002) }, other))!.join()).toContain(
        'tuning.protocol: grid, by R@10 on val → grid, by the loss',
      );
    });
  });

  it('expects other data from another dataset', () => {
    const dataset = { dataset: spec('dataset', 'csv') };
    const other = run('csv', dataset, { provenance: { data: 'other' } });
    expect(check(other, {}, run('emoji', { dataset: spec('dataset', 'emoji-captions') })).unfair).toBeUndefined();
  });

  it('notes parameter counts, and refuses them only where they are claimed equal', () => {
    const counts = (total: number) => ({ parameters: { total, shared: 0, image: 0, text: 0 } });
    const [reference, half] = [run('CLIP', {}, counts(2000)), run('SharedCLIP', shared, counts(1000))];
    const { unfair, notes } = check(half, {}, reference);
    expect(unfair).toBeUndefined();
    expect(notes).toEqual(['Trained parameters differ: CLIP 2,000, SharedCLIP 1,000 (−50 %).']);
    expect(check(half, { equalParameters: true }, reference).unfair).toEqual([
      'trained parameters, claimed to be equal (2,000 → 1,000)',
    ]);
    const near = run('SharedCLIP', shared, counts(1990));
    expect(check(near, { equalParameters: true }, reference).unfair).toBeUndefined();
  });

  it('names what old records lack, and refuses nothing for it', () => {
    const old = { code: '', data: '', git: '', versions: {}, backend: '', host: '' };
    const { unfair, notes } = check(run('SharedCLIP', shared, { provenance: old }));
    expect(unfair).toBeUndefined();
    expect(notes).toEqual([
      'Unknown for SharedCLIP: whether code, data, backend, versions are the same; the records do not contain it.',
    ]);
  });

  it('names a row whose own seeds differ, the baseline’s too', () => {
    const rows = runsByVariant([run('CLIP', {}), run('CLIP', trainer({ steps: 9 }), {}, 1)]);
    const { unfair, notes } = checkFairness(rows);
    expect(unfair.get('CLIP')).toEqual(['configuration (trainer.steps) between its own seeds']);
    expect(notes).toEqual(['CLIP is not one set-up: configuration (trainer.steps) between its own seeds.']);
  });

  it('compares with the named baseline', () => {
    const rows = runsByVariant([run('A', trainer({ steps: 1 })), run('B', shared), run('C', {})]);
    expect([...checkFairness(rows, { baseline: 'C' }).unfair.keys()]).toEqual([]);
    expect([...checkFairness(rows, { baseline: 'A' }).unfair.keys()]).toEqual(['B']);
    expect(checkFairness([]).notes).toEqual([]);
  });

  it('names a temperature policy that differs besides the method, and takes it as studied where it is alone', () => {
    const temperature = { temperature: spec('temperature', 'learned-logit-scale', { start: 10 }) };
    const fixed = run('CLIP', { temperature: spec('temperature', 'fixed-logit-scale', { value: 100 }) });
    expect(check(run('SharedCLIP', { ...shared, ...temperature }), {}, fixed).unfair).toEqual([
      'temperature policy (temperature: fixed-logit-scale → learned-logit-scale)',
    ]);
    expect(check(run('learned', temperature), {}, fixed).unfair).toBeUndefined();
    const declared = { studied: ['temperature'] };
    expect(check(run('SharedCLIP', { ...shared, ...temperature }), declared, fixed).unfair).toBeUndefined();
  });

  describe('of terms that need more passes through the towers', () => {
    const views = { losses: [...base.losses, spec('losses', 'simclr', { weight: 1 })] };

    it('names them with what equal compute would take, from old records and new ones', () => {
      const expected = ['passes through the towers (for each pair: 2 → 4; equal compute would take 200 steps)'];
      expect(check(run('SLIP', views)).unfair).toEqual(expected);
      const own = { losses: [...base.losses, spec('losses', 'my-views')] };
      expect(check(run('own', own, { signals: ['views'] })).unfair).toEqual(expected);
      expect(check(run('own', own, { signals: [] })).unfair).toBeUndefined();
    });

    it('counts those of changed captions and of the starting model, and says where it does not know a signal', () => {
      const own = (signals: string[]) => check(run('own', { losses: [spec('losses', 'my-loss')] }, { signals }));
      expect(own(['textViews']).unfair!.join()).toContain('for each pair: 2 → 3');
      expect(own(['frozen', 'progress']).unfair!.join()).toContain('for each pair: 2 → 4');
      expect(own(['views', 'viewRows', 'textViews']).unfair!.join()).toContain('for each pair: 2 → 5');
      const { unfair, notes } = own(['depth']);
      expect(unfair).toBeUndefined();
      expect(notes.join()).toContain('Unknown for own: whether passes through the towers are the same');
    });

    it('accepts a row of equal compute, and one where they are declared', () => {
      expect(check(run('SLIP, equal compute', { ...views, ...trainer({ steps: 200 }) })).unfair).toBeUndefined();
      expect(check(run('SLIP', views), { studied: ['passes'] }).unfair).toBeUndefined();
      expect(check(run('SLIP', { ...views, ...trainer({ steps: 300 }) })).unfair).toHaveLength(2);
    });
  });
});
