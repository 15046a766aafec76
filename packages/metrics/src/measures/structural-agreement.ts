import type { Matrix } from '@alignclip/core';
import { checkPairs } from '../matrix/check-matrix';
import { linearCka, unbiasedCka } from './cka';
import { cknna } from './cknna';
import { nearest, type Neighbours } from './neighbours';

/** How far images and their texts have the same neighbourhoods (Huh et al. 2024, platonic-rep metrics.py). */
export interface StructuralAgreement {
  /** HSIC(K, L) / √(HSIC(K, K) HSIC(L, L)), K = V Vᵀ, L = T Tᵀ, in [0, 1] (Kornblith et al. 2019). NaN where a modality is one point. */
  readonly linearCKA: number;
  /** The same with the unbiased HSIC of Song et al. 2012, equation 5. NaN below four pairs. */
  readonly unbiasedCKA: number;
  /** unbiasedCKA of the kernels masked by the neighbours that both modalities have in common. */
  readonly CKNNA: number;
  /** Share of common neighbours among k, in [0, 1]. */
  readonly mutualKnn: number;
  /** Share of pairs that are found among the image-neighbours of their text-neighbours. */
  readonly cycleKnn: number;
}

export interface StructureOptions {
  /** Number of neighbours. */
  readonly k?: number;
  /** Added to the denominators; 1e-6 in the official code. */
  readonly epsilon?: number;
}

/** Row i of both is a pair. Throws UserError unless rows are pairs and there are k neighbours. */
export function structuralAgreement(image: Matrix, text: Matrix, options: StructureOptions = {}): StructuralAgreement {
  checkPairs(image, text);
  const { k = 10, epsilon = 0 } = options;
  const [ofImage, ofText] = [nearest(image, image, k), nearest(text, text, k)];
  const mutual = mutualNeighbours(ofImage, ofText);
  return {
    linearCKA: linearCka(image, text, epsilon),
    unbiasedCKA: unbiasedCka(image, text, epsilon),
    CKNNA: cknna(image, text, ofImage, ofText, epsilon),
    mutualKnn: total(mutual.common) / image.rows,
    cycleKnn: total(mutual.returns) / image.rows,
  };
}

/** Of each pair, [N]: the share of common neighbours, and whether its text's neighbours lead back to it (0 or 1). */
export function mutualNeighbours(
  ofImages: Neighbours,
  ofTexts: Neighbours,
): Record<'common' | 'returns', Float64Array> {
  const { k } = ofImages;
  const of = ({ indices }: Neighbours, i: number) => indices.subarray(i * k, (i + 1) * k);
  const pairs = ofImages.indices.length / k;
  const [common, returns] = [new Float64Array(pairs), new Float64Array(pairs)];
  for (let i = 0; i < pairs; i += 1) {
    const own = new Set(of(ofImages, i));
    common[i] = of(ofTexts, i).filter((j) => own.has(j)).length / k;
    returns[i] = of(ofTexts, i).some((j) => of(ofImages, j).includes(i)) ? 1 : 0;
  }
  return { common, returns };
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
