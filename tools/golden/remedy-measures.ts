import {
  centreGeometry,
  conformities,
  covarianceShape,
  frechetDistance,
  heterogeneity,
  hubness,
  kernelDivergences,
  overlapDimension,
  pairGeometry,
  relativeAlignment,
  silhouette,
  silhouettes,
  structuralAgreement,
  wassersteinUniformity,
} from '@alignclip/metrics';
import type { Compute } from './remedy-cases';

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The measures of the gap, by the names of the golden sets. */
export const measures: Readonly<Record<string, Compute>> = {
  'measure/geometry': (given) => {
    const [image, text] = [given.matrix('image'), given.matrix('text')];
    return { ...centreGeometry(image, text), ...(image.rows === text.rows && pairGeometry(image, text)) };
  },
  'measure/covariance-shape': (given) => ({
    ...covarianceShape(given.matrix('image'), given.matrix('text'), {
      eigenvalues: given.number('eigenvalues'),
      q: given.number('q'),
    }),
  }),
  'measure/overlap-dimension': (given) => {
    const options = { energy: given.number('energy'), overlap: given.number('overlap'), centre: given.flag('centre') };
    const { basis: _basis, ...found } = overlapDimension(given.matrix('image'), given.matrix('text'), options);
    return found;
  },
  'measure/silhouette': (given) => {
    const [image, text] = [given.matrix('image'), given.matrix('text')];
    return { silhouette: silhouette(image, text), samples: silhouettes(image, text) };
  },
  'measure/frechet': (given) => {
    const frechet = frechetDistance(given.matrix('image'), given.matrix('text'), { sample: given.flag('sample') });
    return { frechet, root: Math.sqrt(frechet) };
  },
  'measure/heterogeneity': (given) => ({ ...heterogeneity(given.matrix('image'), given.matrix('text')) }),
  'measure/mmd': (given) => {
    const found = kernelDivergences(given.matrix('image'), given.matrix('text'), { sigma: given.number('sigma') });
    return { biased: found.mmd, unbiased: found.mmdUnbiased, cauchySchwarz: found.cauchySchwarz };
  },
  'measure/wasserstein-uniformity': (given) => {
    const [image, text] = [given.matrix('image'), given.matrix('text')];
    return {
      official: wassersteinUniformity(image, text, { offset: 1e-8 }),
      exact: wassersteinUniformity(image, text),
    };
  },
  'measure/relative-alignment': (given) => ({ ...relativeAlignment(given.matrix('image'), given.matrix('text')) }),
  'measure/conformity': (given) => {
    const [image, text] = [conformities(given.matrix('image')), conformities(given.matrix('text'))];
    return { image, text, imageMean: mean(image), textMean: mean(text) };
  },
  'measure/structure': (given) => {
    const [image, text] = [given.matrix('image'), given.matrix('text')];
    const k = given.number('k');
    const official = structuralAgreement(image, text, { k, epsilon: 1e-6 });
    return {
      ...structuralAgreement(image, text, { k }),
      officialLinearCKA: official.linearCKA,
      officialUnbiasedCKA: official.unbiasedCKA,
      officialCKNNA: official.CKNNA,
    };
  },
  'measure/hubness': (given) => {
    const found = hubness(given.matrix('image'), given.matrix('text'), { k: given.number('k') });
    return Object.fromEntries<number | Uint32Array>(
      (['text', 'image', 'union'] as const).flatMap((side): [string, number | Uint32Array][] => [
        [`${side}Skewness`, found[side].skewness],
        [`${side}Antihubs`, found[side].antihubs],
        [`${side}Counts`, found[side].counts],
      ]),
    );
  },
};
