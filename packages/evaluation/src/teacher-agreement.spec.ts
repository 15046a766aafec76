import { selectBackend, tf } from '@alignclip/backend';
import type { DualEncoder, Teacher, TeacherInput } from '@alignclip/core';
import { teacherAgreement } from './teacher-agreement';
import { describeEvaluator, givenModel, perfectModel, toyDataset, toyItems } from './testing';

beforeAll(() => selectBackend());

/** S of captions by a function of two of them. */
const givenTeacher = (similarity: (a: string, b: string) => number, seen: TeacherInput[] = []): Teacher => ({
  name: 'given',
  similarity: async (input) => {
    seen.push(input);
    return tf.tensor2d(input.captions.map((a) => input.captions.map((b) => similarity(a, b))));
  },
});

/** S = the cosines of a model's text embeddings. */
const teacherOf = (model: DualEncoder): Teacher => ({
  name: 'model',
  similarity: async ({ captions }) => {
    const { rows, columns, values } = await model.embedTexts(captions);
    return tf.tidy(() => {
      const x = tf.tensor2d(values, [rows, columns]);
      return tf.matMul<typeof x>(x, x, false, true);
    });
  },
});

describeEvaluator(teacherAgreement, {
  services: [teacherOf(perfectModel(toyItems(120)))],
  perfect: { 'teacher-agreement/test/spearman': 1, 'teacher-agreement/test/pearson': 1 },
  chance: {
    'teacher-agreement/test/spearman': [-0.1, 0.1],
    'teacher-agreement/test/pearson': [-0.1, 0.1],
  },
});

// Captions are angles in degrees.
const angles = givenModel(
  () => [1, 0],
  (text) => [Math.cos((Number(text) * Math.PI) / 180), Math.sin((Number(text) * Math.PI) / 180)],
);
const captions = (...texts: string[]) => toyDataset(texts.map((text) => ({ captions: [text, 'unused'], kind: text })));

describe('teacher-agreement', () => {
  it('equals the values computed by hand, equal captions taken once', async () => {
    // Cosines of 0-60, 0-90, 60-90: 1/2, 0, √3/2, ranks 2, 1, 3; S: .9, .1, .5, ranks 3, 1, 2.
    const gold: Record<string, number> = { '0 60': 0.9, '0 90': 0.1, '60 90': 0.5 };
    const seen: TeacherInput[] = [];
    const teacher = givenTeacher((a, b) => gold[`${a} ${b}`] ?? gold[`${b} ${a}`] ?? 1, seen);
    const dataset = captions('0', '60', '0', '90');
    const { scores, details } = await teacherAgreement.make({}, dataset, teacher).evaluate(angles);
    expect(scores['teacher-agreement/test/spearman']).toBeCloseTo(0.5, 6); // 1 - 6·2/(3·8)
    // Deviations from the means: (.0447, -.4553, .4107) and (.4, -.4, 0).
    expect(scores['teacher-agreement/test/pearson']).toBeCloseTo(0.2 / Math.sqrt(0.377991 * 0.32), 5);
    expect(details).toMatchObject({ teacher: 'given', captions: 'first', test: { captions: 3, pairs: 3 } });
    expect(seen).toEqual([{ captions: ['0', '60', '90'], labels: [{ kind: '0' }, { kind: '60' }, { kind: '90' }] }]);
  });

  it('shows the teacher at most 256 captions at once and leaves no tensor behind', async () => {
    const texts = Array.from({ length: 700 }, (_, i) => String(i / 5));
    const seen: TeacherInput[] = [];
    const near = givenTeacher((a, b) => Math.cos(((Number(a) - Number(b)) * Math.PI) / 180), seen);
    const prepared: (readonly string[])[] = [];
    const teacher: Teacher = { ...near, prepare: async (all) => void prepared.push(all) };
    const before = tf.memory().numTensors;
    const evaluator = teacherAgreement.make({ pairs: 400, resamples: 0 }, captions(...texts), teacher);
    const { scores, intervals, details } = await evaluator.evaluate(angles);
    expect(scores['teacher-agreement/test/spearman']).toBeCloseTo(1, 4);
    expect(intervals).toEqual({});
    expect(details).toMatchObject({ test: { captions: 700, pairs: 400 } });
    expect(prepared).toEqual([texts]);
    expect(seen.length).toBeGreaterThan(1);
    expect(Math.max(...seen.map((input) => input.captions.length))).toBeLessThanOrEqual(256);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is undefined for fewer than 3 captions and constants, and refuses NaN and examples without captions', async () => {
    const evaluate = (texts: string[], similarity: () => number, model = angles) =>
      teacherAgreement.make({}, captions(...texts), givenTeacher(similarity)).evaluate(model);
    const flat = givenModel(
      () => [1, 0],
      () => [1, 0],
    );
    const reason = async (...given: Parameters<typeof evaluate>) => {
      const { scores, intervals, undefinedScores = {} } = await evaluate(...given);
      expect([scores, intervals]).toEqual([{}, {}]);
      expect(Object.keys(undefinedScores).sort()).toEqual(
        ['pearson', 'spearman'].map((kind) => `teacher-agreement/test/${kind}`),
      );
      return undefinedScores['teacher-agreement/test/spearman'];
    };
    expect(await reason(['0', '60', '0'], Math.random)).toBe('2 different captions, at least 3 are needed');
    expect(await reason(['0', '60', '90'], () => 1)).toMatch('S of the teacher "given" is 1 for all 3 pairs');
    expect(await reason(['0', '60', '90'], Math.random, flat)).toMatch('all cosines are equal for all 3 pairs');
    await expect(evaluate(['0', '60', '90'], () => NaN)).rejects.toThrow('is NaN for a pair');
    const mute = teacherAgreement.make({}, toyDataset([{ captions: [] }]), givenTeacher(Math.random));
    await expect(mute.evaluate(angles)).rejects.toThrow('example "item-0" of split "test" has no caption');
  });
});
