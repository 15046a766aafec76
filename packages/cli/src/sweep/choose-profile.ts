import type { BackendReport } from '@alignclip/backend';
import type { ExperimentDefinition } from '@alignclip/experiment';
import { hasSentenceEncoder } from '@alignclip/teachers';

/**
 * The profile to run: the one asked for, else `reduced` where this machine lacks what the experiment wants (native
 * TensorFlow, the sentence encoder of its teacher) and the experiment has one. `notice` says so.
 */
export function chooseProfile(
  { profiles = {}, base }: ExperimentDefinition,
  asked: string | undefined,
  backend: Pick<BackendReport, 'name' | 'reason'>,
): { profile?: string; notice?: string } {
  if (asked !== undefined) return { profile: asked };
  const missing = [
    backend.name !== 'tensorflow' && `native TensorFlow (in use is ${backend.name}: ${backend.reason})`,
    lacksTeacher(base.teacher) && 'the sentence encoder of the teacher',
  ].filter((part) => part !== false);
  if (missing.length === 0 || profiles['reduced'] === undefined) return {};
  return {
    profile: 'reduced',
    notice: `This machine lacks ${missing.join(' and ')}: running the REDUCED profile, too small to judge by. \`npx alignclip doctor\` says what to do.`,
  };
}

/** Without a teacher of its own an experiment gets sbert. */
function lacksTeacher(teacher: ExperimentDefinition['base']['teacher']): boolean {
  if (teacher && teacher.type !== 'sbert') return false;
  return !hasSentenceEncoder(String(teacher?.options['model'] ?? 'all-MiniLM-L6-v2'));
}
