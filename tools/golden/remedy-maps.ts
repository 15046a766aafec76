import type { Matrix, Modality } from '@alignclip/core';
import {
  Centring,
  denseOf,
  DualBankSinkhorn,
  matrixOf,
  NearestNeighbourNormalisation,
  OrthogonalShift,
  filteredProjections,
  ReAlign,
  SharedSubspace,
} from '@alignclip/maps';
import { unitRows } from '@alignclip/metrics';
import type { Matrix as Dense } from 'ml-matrix';
import type { Compute, RemedyCase } from './remedy-cases';

const fitOf = (given: RemedyCase) => ({ image: given.matrix('fitImage'), text: given.matrix('fitText') });
const applied = (given: RemedyCase) => ({ image: given.matrix('applyImage'), text: given.matrix('applyText') });

/** ⟨a_i, b_j⟩ less a penalty of each j, row by row. */
function scores(a: Matrix, b: Matrix, penalties?: Float64Array): number[] {
  const products = denseOf(a).mmul(denseOf(b).transpose());
  return (penalties ? products.subRowVector([...penalties]) : products).to1DArray();
}

const retrieval = (given: RemedyCase) => {
  const retrieved = given.text('retrieved') as Modality;
  const rows = applied(given);
  return { retrieved, candidates: rows[retrieved], queries: rows[retrieved === 'image' ? 'text' : 'image'] };
};

/** The post-hoc maps, by the names of the golden sets. */
export const maps: Readonly<Record<string, Compute>> = {
  'map/centring': (given) => {
    const map = new Centring(fitOf(given), {
      lambda: given.number('lambda'),
      renormalise: given.flag('renormalise'),
    });
    const { image, text } = applied(given);
    const rows = { image: map.apply(image, 'image').values, text: map.apply(text, 'text').values };
    return { ...rows, imageMean: map.means.image, textMean: map.means.text };
  },
  'map/centring-fused': (given) => {
    const map = new Centring(fitOf(given), { lambda: 1, renormalise: true });
    return { fused: map.fuse(given.matrix('applyImage'), given.matrix('applyText'), given.number('alpha')).values };
  },
  'map/distribution-normalisation': (given) => {
    const map = new Centring(fitOf(given), { lambda: given.number('lambda'), renormalise: false });
    const { image, text } = applied(given);
    const all = scores(map.apply(image, 'image'), map.apply(text, 'text'));
    const captions = given.number('captions');
    const firstCaptionScores = Array.from({ length: image.rows }, (_, i) => all[i * text.rows + i * captions]!);
    return { scores: all, firstCaptionScores };
  },
  'map/re-align': (given) => {
    const moments = given.text('moments') as 'trace' | 'diagonal';
    const renormalise = moments === 'trace' || given.flag('renormalise');
    const map = new ReAlign(fitOf(given), { moments, renormalise });
    const { text } = applied(given);
    const { scale, imageTrace, textTrace, imageMean, textMean, secondMean, imageDeviation, textDeviation } = map;
    const anchored = denseOf(text)
      .addRowVector([...textMean].map((value) => -value))
      .addRowVector([...imageMean]);
    return {
      ...{ scale, imageTrace, textTrace, imageMean, textMean, secondMean, imageDeviation, textDeviation },
      text: map.apply(text, 'text').values,
      afterTrace: map.afterTrace(text).to1DArray(),
      anchorOnly: unitRows(matrixOf(anchored)).values,
    };
  },
  'map/orthogonal-shift': (given) => {
    const moved = given.text('moved') as Modality;
    const components = given.entry.options['components'] as 'all' | number;
    const options = { moved, components, alpha: given.number('alpha'), renormalise: given.flag('renormalise') };
    const map = new OrthogonalShift(fitOf(given), options);
    const rows = map.apply(applied(given)[moved], moved).values;
    return { rows, gap: map.gap, orthogonalGap: map.orthogonalGap, components: map.components };
  },
  'map/shared-subspace': (given) => {
    const options = { energy: given.number('energy'), overlap: given.number('overlap'), centre: given.flag('centre') };
    const map = new SharedSubspace(fitOf(given), options);
    const { image, text } = applied(given);
    const [v, t] = [map.apply(image, 'image'), map.apply(text, 'text')];
    const { basis, ...found } = map.found;
    const projector = basis.mmul(basis.transpose()).to1DArray();
    return { ...found, projector, scores: scores(v, t), imageScores: scores(v, v) };
  },
  'map/projector-spectrum': (given) => {
    const [image, text] = (['imageProjection', 'textProjection'] as const).map((role) => denseOf(given.matrix(role)));
    const found = filteredProjections(image!, text!, given.number('top'), given.number('bottom'));
    const own = (role: string, projection: Dense) => {
      const rows = unitRows(matrixOf(denseOf(given.matrix(role)).mmul(projection)));
      return scores(rows, rows);
    };
    return {
      singularValues: found.singularValues,
      imageProjection: found.image.to1DArray(),
      textProjection: found.text.to1DArray(),
      imageScores: own('image', found.image),
      textScores: own('text', found.text),
    };
  },
  'map/nnn': (given) => {
    const { retrieved, candidates, queries } = retrieval(given);
    const alpha = given.number('alpha');
    const map = new NearestNeighbourNormalisation(fitOf(given), { alpha, k: given.number('k') });
    const penalties = map.penalties(candidates, retrieved);
    return { bias: penalties.map((value) => value / alpha), scores: scores(queries, candidates, penalties) };
  },
  'map/dbsn': (given) => {
    const { retrieved, candidates, queries } = retrieval(given);
    const named = given.text('variant');
    const variant = named === 'sinkhorn' ? 'single' : named === 'dual-bank-sinkhorn' ? 'dual' : 'inverted-softmax';
    const iterations = variant === 'inverted-softmax' ? 1 : given.number('iterations');
    const map = new DualBankSinkhorn(fitOf(given), { variant, tau: given.number('tau'), iterations });
    const hubness = map.penalties(candidates, retrieved);
    return { hubness, scores: scores(queries, candidates, hubness) };
  },
};
