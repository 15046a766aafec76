import { arithmetic, cacheFolder, tf, unitCosines } from '@alignclip/backend';
import { contentHash, defineComponent, Teacher } from '@alignclip/core';
import { modelHash, readModelConfig, sentenceCode, sentenceEncoderFolder } from '@alignclip/nn/sentence-encoder';
import { z } from 'zod';
import { CachedEmbeddings } from './sentence-encoder/cached-embeddings';

const options = z.strictObject({
  model: z
    .string()
    .min(1)
    .default('all-MiniLM-L6-v2')
    .describe("'all-MiniLM-L6-v2', 'all-mpnet-base-v2' (the paper's), or a path with a slash to a model folder"),
  maxTokens: z.int().min(3).default(128).describe('maximum number of tokens; longer captions are cut'),
});

/**
 * S_ij = cosine of the sentence embeddings of captions i and j (Sentence-BERT, Reimers & Gurevych 2019), with which
 * AlignCLIP weights its intra-modality separation. Each caption is embedded once and cached on the disk by content.
 * Throws UserError where the model is missing.
 */
export const sbert = defineComponent(Teacher)({
  type: 'sbert',
  options,
  create: async ({ model, maxTokens }): Promise<Teacher> => {
    const hash = await modelHash(model);
    const { hidden_size: width } = await readModelConfig(sentenceEncoderFolder(model));
    let opened: CachedEmbeddings | undefined;
    const open = () => {
      const folder = cacheFolder('embeddings', `${hash.slice(0, 32)}-${maxTokens}-${codeOfRows()}`);
      return CachedEmbeddings.of(model, { maxTokens, width, folder, hash });
    };
    const embeddings = () => (opened ??= open()); // every batch asks
    return {
      name: 'sbert',
      fingerprint: async () => hash,
      prepare: (captions, report) => embeddings().prepare(captions, report),
      similarity: async ({ captions }) => {
        const { values, rows, columns } = await embeddings().embed(captions);
        return tf.tidy(() => unitCosines(tf.tensor2d(values, [rows, columns])));
      },
    };
  },
});

/** Names the code and the machine that a row was computed by: rows of others are never mixed in. */
const codeOfRows = (): string => contentHash([arithmetic(), sentenceCode()]).slice(0, 12);
