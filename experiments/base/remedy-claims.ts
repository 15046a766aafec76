import { claim } from 'alignclip';
import { centroidDistance, recall } from './measures';

/** Scores of emoji that published claims are about. */
const groups = { name: 'V-measure', score: 'clustering/test/coarse/v-measure', better: 'higher' } as const;
const search = { name: 'NDCG@10, mixed', score: 'mixed-retrieval/test/subgroup/NDCG@10', better: 'higher' } as const;
const zeroShot = {
  name: 'zero-shot top-1',
  score: 'zero-shot/test/coarse/top-1',
  better: 'higher',
  percent: true,
} as const;
const relGap = { name: 'RelGap', score: 'gap/test/rel-gap', better: 'lower' } as const;
const underNoise = {
  name: 'robust to noise .04',
  score: 'robustness/test/text-to-image/noise-0.04',
  better: 'higher',
} as const;

/** Ten published claims about the gap, several of which contradict each other. */
export const publishedClaims = [
  claim({
    claim: 'The gap harms groups: closing it by pair alignment and centroid uniformity makes better clusters',
    source: 'ModGap, 2601.18525: V-measure 12.98 → 23.63',
    pairs: [['ModGap', 'CLIP']],
    scores: [groups],
  }),
  claim({
    claim: 'The gap is irrelevant to retrieval: closing it costs at most 5 points',
    source: 'ModGap, 2601.18525: R@1 74.6 → 70.3',
    pairs: [['ModGap', 'CLIP']],
    scores: [recall],
    threshold: -0.05,
  }),
  claim({
    claim: 'The mean suffices: without it, search among images and texts is better',
    source: 'GR-CLIP, 2507.19054: NDCG@10 up to 26 points higher',
    pairs: [['centred', 'CLIP']],
    scores: [search],
  }),
  claim({
    claim: 'The residual decides, not the mean: matching distributions does more for groups than removing the mean',
    source: 'TPC-CMA, 2604.00279: R² .986 against .691',
    pairs: [['Cauchy–Schwarz', 'centred']],
    scores: [groups],
  }),
  claim({
    claim: 'A scheduled temperature closes the gap and retrieves more than a learned one',
    source: 'Yaras et al., 2412.07909: gap .294 → .088, top-1 68.2 → 75.7',
    pairs: [['τ scheduled', 'CLIP']],
    scores: [centroidDistance, recall],
  }),
  claim({
    claim: 'Temperature alone closes the gap until retrieval collapses',
    source: 'Yaras et al., 2412.07909: τ .01 → .2, gap .669 → .008, top-1 69.9 → 75.5 → 24.0',
    pairs: [['CLIP, τ = 0.05', 'CLIP, τ = 0.2']],
    scores: [recall],
  }),
  claim({
    claim: 'Exact alignment costs information: structure within modalities classifies better',
    source: 'Jiang et al., 2303.05952: zero-shot top-1 16.72 → 20.21',
    pairs: [['feature separation', 'CLIP']],
    scores: [zeroShot],
  }),
  claim({
    claim: 'Translation harms classification, the shared subspace does not',
    source: 'Yi et al., 2510.03268: top-1 81.0 against 86.4',
    pairs: [['shared directions', 'centred']],
    scores: [zeroShot],
  }),
  claim({
    claim: 'A shift along the orthogonal part of the gap makes rankings more robust',
    source: 'Chowers et al., 2603.29080: robustness rises monotonically',
    pairs: [['shifted orthogonally', 'CLIP']],
    scores: [underNoise],
  }),
  claim({
    claim: 'The simplex closes the gap at every scale, not by its geometry',
    source: 'Simplex, Interspeech 2026: RelGap 1.00 → .233',
    pairs: [['simplex', 'CLIP']],
    scores: [relGap],
  }),
];
