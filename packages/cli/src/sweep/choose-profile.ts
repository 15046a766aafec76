import type { BackendReport } from '@alignclip/backend';
import type { ExperimentDefinition } from '@alignclip/experiment';
import { hasSentenceEncoder } from '@alignclip/teachers';

/**
 * The profile to run: the one given, else `reduced` if the experiment has one and this machine lacks what the experiment
 * needs (native TensorFlow, the sentence encoder of its teacher). `notice` says so.
 */
export function chooseProfile(
  { profiles = {}, base }: ExperimentDefinition,
  asked: string | undefined,
  backend: Pick<BackendReport, 'name' | 'reason'>,
): { profile?: string; notice?: string } {
  if (asked !== undefined) return { profile: asked };
  const missing = [
    backend.name !== 'tensorflow' && `native TensorFlow (using ${backend.name}: ${backend.reason})`,
    lacksTeacher(base.teacher) && 'the sentence encoder of the teacher',
  ].filter((part) => part !== false);
  if (missing.length === 0 || profiles['reduced'] === undefined) return {};
  return {
    profile: 'reduced',
    notice: `This machine lacks ${missing.join(' and ')}: running the REDUCED profile, which is too small for conclusions. To fix it, run \`npx alignclip doctor\`.`,
  };
}

/** The default teacher is sbert. */
function lacksTeacher(teacher: ExperimentDefinition['base']['teacher']): boolean {
  if (teacher && teacher.type !== 'sbert') return false;
  const model = teacher?.options['model'];
  return !hasSentenceEncoder(typeof model === 'string' ? model : 'all-MiniLM-L6-v2');
}
