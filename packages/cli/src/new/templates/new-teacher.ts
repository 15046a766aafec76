import { defineComponent, Teacher, tf, z } from 'alignclip';

/** S_ij = words that captions i and j have in common / words of both (Jaccard 1912), in [0, 1]. */
export const newTeacher = defineComponent(Teacher)({
  type: 'new-teacher',
  options: z.strictObject({
    ignoreCase: z.boolean().default(true).describe('take "Cat" and "cat" for one word'),
  }),
  create: ({ ignoreCase }): Teacher => ({
    name: 'new-teacher',
    similarity: async ({ captions }) => {
      const bags = captions.map((caption) => new Set((ignoreCase ? caption.toLowerCase() : caption).split(/\s+/)));
      return tf.tensor2d(bags.map((a) => bags.map((b) => overlap(a, b))));
    },
  }),
});

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((word) => b.has(word)).length;
  return common / (a.size + b.size - common);
}
