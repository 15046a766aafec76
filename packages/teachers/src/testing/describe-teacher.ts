import { selectBackend, tf } from '@alignclip/backend';
import type { Teacher, TeacherInput } from '@alignclip/core';

/** What every teacher must hold to, shown on a batch of at least three captions. */
export function describeTeacher(name: string, create: () => Promise<Teacher>, batch: TeacherInput): void {
  describe(`${name} as a teacher`, () => {
    const size = batch.captions.length;
    let teacher: Teacher;
    const similarity = async (input: TeacherInput): Promise<number[][]> => {
      const tensor = await teacher.similarity(input);
      const rows = await tensor.array();
      tensor.dispose();
      return rows;
    };

    beforeAll(async () => {
      await selectBackend();
      teacher = await create();
      await teacher.prepare?.(batch.captions);
    });

    it('gives a symmetric matrix in [-1, 1] with ones on the diagonal', async () => {
      const s = await similarity(batch);
      expect([s.length, s[0]?.length]).toEqual([size, size]);
      for (let i = 0; i < size; i++) {
        expect(s[i]![i]).toBeCloseTo(1, 5);
        for (let j = 0; j < size; j++) {
          expect(s[i]![j]).toBeCloseTo(s[j]![i]!, 5);
          expect(Math.abs(s[i]![j]!)).toBeLessThanOrEqual(1);
        }
      }
    });

    it('follows the order of the batch', async () => {
      const reversed: TeacherInput = {
        captions: [...batch.captions].reverse(),
        ...(batch.labels && { labels: [...batch.labels].reverse() }),
      };
      const [s, r] = [await similarity(batch), await similarity(reversed)];
      s.forEach((row, i) => row.forEach((value, j) => expect(r[size - 1 - i]![size - 1 - j]).toBeCloseTo(value, 5)));
    });

    it('gives equal examples the similarity 1', async () => {
      const { captions, labels } = batch;
      const twice: TeacherInput = {
        captions: [captions[0]!, captions[0]!],
        ...(labels && { labels: [labels[0], labels[0]] }),
      };
      for (const value of (await similarity(twice)).flat()) expect(value).toBeCloseTo(1, 5);
    });

    it('leaves no tensor behind but its result', async () => {
      (await teacher.similarity(batch)).dispose();
      const before = tf.memory().numTensors;
      (await teacher.similarity(batch)).dispose();
      expect(tf.memory().numTensors).toBe(before);
    });
  });
}
