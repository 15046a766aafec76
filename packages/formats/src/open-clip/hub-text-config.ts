import type { SentenceTransformerForm } from './forms/sentence-transformer';
import type { Told } from './told';

/** Published models of these sizes, by family, width, blocks, MLP, vocabulary and places. */
const published: Readonly<Record<string, string>> = {
  'roberta 768,12,3072,50265,512': 'roberta-base',
  'roberta 1024,24,4096,50265,512': 'roberta-large',
  'roberta 768,12,3072,250002,512': 'xlm-roberta-base',
  'roberta 1024,24,4096,250002,512': 'xlm-roberta-large',
  'bert 768,12,3072,30522,512': 'bert-base-uncased',
  'bert 1024,24,4096,30522,512': 'bert-large-uncased',
};

const projections = { linear: 'linear', 'plain-mlp': 'mlp', none: null } as const;

/**
 * The text part of a configuration of open_clip, which names a model of the hub, whose sizes it has; undefined for other sizes
 * than those of published models.
 */
export function hubTextConfig(
  { family, width, layers, mlpWidth, vocabularySize, contextLength, projection }: SentenceTransformerForm,
  { textHeads, textEpsilon }: Told,
): Record<string, unknown> | undefined {
  const name = published[`${family} ${[width, layers, mlpWidth, vocabularySize, contextLength].join()}`];
  const epsilon = family === 'roberta' ? 1e-5 : 1e-12;
  if (name === undefined || (textHeads ?? width / 64) * 64 !== width || (textEpsilon ?? epsilon) !== epsilon)
    return undefined;
  return {
    hf_model_name: name,
    hf_tokenizer_name: name,
    hf_model_pretrained: false,
    hf_proj_type: projections[projection],
    hf_pooler_type: 'mean_pooler',
    context_length: contextLength,
  };
}
