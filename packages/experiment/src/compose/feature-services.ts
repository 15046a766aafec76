import type { Json, Modality, Spec } from '@alignclip/core';
import type { FeatureServices } from '@alignclip/training';
import type { RunConfig } from '../define/run-config';

/** What names the features of frozen trunks: options and code of a tower and, for images, of the transform before it. */
export const featureServices = (
  { dataset, imageEncoder, textEncoder }: RunConfig,
  transform: Spec,
  codeOf: ((specs: readonly Spec[]) => string) | undefined,
): Pick<FeatureServices, 'codeOf' | 'codeOfData'> => ({
  codeOfData: codeOf && (() => codeOf([dataset])),
  codeOf:
    codeOf &&
    ((modality: Modality): Json => {
      const specs: Spec[] = modality === 'image' ? [imageEncoder, transform] : [textEncoder];
      return { specs: specs.map(({ type, options }) => ({ type, options })), code: codeOf(specs) };
    }),
});
