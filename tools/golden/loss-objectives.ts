import { UserError, type LossTerm } from '@alignclip/core';
import {
  clip,
  crossModalitySeparation,
  cyclicConsistency,
  intraModalitySeparation,
  selfSeparation,
} from '@alignclip/losses';
import { z } from 'zod';

const id = z.string();
const terms = z.array(z.string());

/** A loss of the official code, as the manifest names it. */
export const variantSchema = z.discriminatedUnion('code', [
  z.object({ id, terms, code: z.literal('ClipLoss') }),
  z.object({
    id,
    terms,
    code: z.literal('ClipInModalityLoss'),
    nl_semantic_supervision: z.boolean(),
    separate_text: z.boolean(),
    separate_image: z.boolean(),
    alpha: z.number(),
    beta: z.number(),
  }),
  z.object({ id, terms, code: z.literal('paper equations'), beta: z.number() }),
  z.object({
    id,
    terms,
    code: z.literal('CyCLIP get_loss'),
    cylambda1_inmodal: z.number(),
    cylambda2_crossmodal: z.number(),
  }),
]);

export type Variant = z.infer<typeof variantSchema>;
type InModality = Extract<Variant, { code: 'ClipInModalityLoss' }>;

/** Each value of the official code as a sum of our weighted terms. */
export function objectivesOf(variant: Variant): Record<string, LossTerm[]> {
  switch (variant.code) {
    case 'ClipLoss':
      return { contrastive_loss: [clip.make({})] };
    case 'ClipInModalityLoss':
      return inModalityLoss(variant);
    case 'paper equations':
      return paperEquations(variant.beta);
    case 'CyCLIP get_loss':
      return cyclip(variant.cylambda1_inmodal, variant.cylambda2_crossmodal);
  }
}

/** `train_sum` is what the official loop back-propagates: the total and its two parts, twice the total. */
function inModalityLoss(variant: Omit<InModality, 'id' | 'terms' | 'code'>): Record<string, LossTerm[]> {
  const separation = (times: number): LossTerm[] => [crossModalitySeparation.make({ weight: times * variant.alpha })];
  const inModality = (times: number): LossTerm[] => [inModalityTerm(variant, times * variant.beta)];
  return {
    clip_loss: separation(1),
    inModality_loss: inModality(1),
    total_loss: [...separation(1), ...inModality(1)],
    train_sum: [...separation(2), ...inModality(2)],
  };
}

function inModalityTerm(variant: Omit<InModality, 'id' | 'terms' | 'code'>, weight: number): LossTerm {
  if (!variant.nl_semantic_supervision) return selfSeparation.make({ weight });
  const { separate_image: image, separate_text: text } = variant;
  if (!image && !text)
    throw new UserError('semantic supervision separates neither modality: the official code fails too');
  return intraModalitySeparation.make({ weight, modalities: image && text ? 'both' : image ? 'image' : 'text' });
}

function paperEquations(beta: number): Record<string, LossTerm[]> {
  const separation = (modalities: 'image' | 'text' | 'both', weight: number, rescale = true): LossTerm =>
    intraModalitySeparation.make({ form: 'paper', modalities, weight, rescale });
  return {
    L_vv: [separation('image', 1)],
    L_tt: [separation('text', 1)],
    L_vv_noD: [separation('image', 1, false)],
    L_tt_noD: [separation('text', 1, false)],
    L_clip: [clip.make({})],
    L_image: [clip.make({}), separation('image', beta)],
    L_text: [clip.make({}), separation('text', beta)],
    L_both: [clip.make({}), separation('both', beta)],
  };
}

function cyclip(inModal: number, crossModal: number): Record<string, LossTerm[]> {
  const cyclic = cyclicConsistency.make({ inModal, crossModal });
  return {
    contrastive_loss: [clip.make({})],
    inmodal_cyclic: [cyclicConsistency.make({ inModal: 1, crossModal: 0 })],
    crossmodal_cyclic: [cyclicConsistency.make({ inModal: 0, crossModal: 1 })],
    cyclic_loss: [cyclic],
    loss: [clip.make({}), cyclic],
  };
}
