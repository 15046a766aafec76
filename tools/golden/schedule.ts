import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Schedule } from '@alignclip/core';
import { warmUpConstant, warmUpConstantCooldown, warmUpCosine } from '@alignclip/training';
import { z } from 'zod';
import { tolerance, worstRatio } from './compare';
import type { GoldenReport } from './report';

const file = 'schedule.json';

const common = {
  name: z.string(),
  base_lr: z.number(),
  warmup: z.int(),
  steps: z.int(),
  values: z.array(z.tuple([z.int(), z.number()])).min(1),
};
const caseSchema = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('cosine') }),
  z.object({ ...common, kind: z.literal('const') }),
  z.object({
    ...common,
    kind: z.literal('const-cooldown'),
    cooldown_steps: z.int(),
    cooldown_power: z.number(),
    cooldown_end_lr: z.number(),
  }),
]);
const schema = z.object({ cases: z.array(caseSchema) });
type Case = z.infer<typeof caseSchema>;

/** Learning rates at every step that the file names; rates are small, so they are compared relative to the base rate. */
export async function checkSchedule(folder: string): Promise<GoldenReport> {
  const { cases } = schema.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
  const failures: string[] = [];
  let worst = 0;
  for (const given of cases) {
    const schedule = scheduleOf(given);
    const got = given.values.map(([step]) => schedule.learningRate(step, given.steps) / given.base_lr);
    const want = given.values.map(([, rate]) => rate / given.base_lr);
    const ratio = worstRatio(got, want, 0);
    worst = Math.max(worst, ratio);
    if (ratio > 1)
      failures.push(`${given.name}: off by ${(ratio * tolerance(want, 0)).toPrecision(3)} of the base rate`);
  }
  return { file, checks: cases.reduce((sum, { values }) => sum + values.length, 0), failures, worst };
}

function scheduleOf(given: Case): Schedule {
  const { base_lr: rate, warmup: warmUp } = given;
  switch (given.kind) {
    case 'cosine':
      return warmUpCosine.make({ rate, warmUp });
    case 'const':
      return warmUpConstant.make({ rate, warmUp });
    case 'const-cooldown': {
      const { cooldown_steps: cooldownSteps, cooldown_power: power, cooldown_end_lr: endRate } = given;
      return warmUpConstantCooldown.make({ rate, warmUp, cooldownSteps, power, endRate });
    }
  }
}
