import { UserError } from '@alignclip/core';

/** How far clusters and classes are one partition (scikit-learn's definitions; natural logarithms). */
export interface ClusterAgreement {
  /** 2hc / (h + c), in [0, 1] (Rosenberg & Hirschberg 2007). */
  readonly vMeasure: number;
  /** h = 1 − H(C|K) / H(C): 1 where each cluster holds one class, also where there is one class. */
  readonly homogeneity: number;
  /** c = 1 − H(K|C) / H(K): 1 where each class is in one cluster, also where there is one cluster. */
  readonly completeness: number;
  /** Mutual information over the arithmetic mean of the entropies, in [0, 1]: the V-measure but for one class and one cluster, where it is 1. */
  readonly nmi: number;
  /** Adjusted Rand index, in [−.5, 1]: 0 for a random partition (Hubert & Arabie 1985). */
  readonly ari: number;
}

/** Labels are any integers, one a row in both lists. Throws UserError on lists of different lengths and empty ones. */
export function clusterAgreement(classes: ArrayLike<number>, clusters: ArrayLike<number>): ClusterAgreement {
  const { information, ofClasses, ofClusters } = entropies(contingency(classes, clusters));
  const homogeneity = ofClasses === 0 ? 1 : information / ofClasses;
  const completeness = ofClusters === 0 ? 1 : information / ofClusters;
  const both = homogeneity + completeness;
  return {
    vMeasure: both === 0 ? 0 : (2 * homogeneity * completeness) / both,
    homogeneity,
    completeness,
    nmi: ofClasses + ofClusters === 0 ? 1 : (2 * information) / (ofClasses + ofClusters),
    ari: adjustedRand(contingency(classes, clusters)),
  };
}

/**
 * How much V-measure (or NMI) and ARI move when a row gains weight: their influence functions up to a constant, [N]. For
 * intervals: a plain bootstrap of them is biased, since a row that is drawn twice agrees with itself.
 */
export function agreementInfluence(
  classes: ArrayLike<number>,
  clusters: ArrayLike<number>,
): Record<'nmi' | 'ari', Float64Array> {
  const table = contingency(classes, clusters);
  const { information, ofClasses, ofClusters } = entropies(table);
  const [sum, { total, rows, columns }] = [ofClasses + ofClusters, table];
  const squares = (counts: Iterable<number>) => [...counts].reduce((all, count) => all + (count / total) ** 2, 0);
  const [joint, a, b] = [squares(table.cells.values()), squares(rows.values()), squares(columns.values())];
  const [above, below] = [joint - a * b, (a + b) / 2 - a * b];
  const each = (of: (p: number, row: number, column: number) => number) =>
    Float64Array.from({ length: classes.length }, (_, i) =>
      of(
        table.cells.get(keyOf(classes[i]!, clusters[i]!))! / total,
        rows.get(classes[i]!)! / total,
        columns.get(clusters[i]!)! / total,
      ),
    );
  return {
    nmi: each((p, row, column) =>
      sum === 0
        ? 0
        : (2 * Math.log(p / (row * column))) / sum + (2 * information * Math.log(row * column)) / (sum * sum),
    ),
    ari: each((p, row, column) => {
      if (below === 0) return 0;
      const [movedA, movedB] = [2 * row, 2 * column];
      const product = movedA * b + a * movedB;
      return (2 * p - product) / below - (above * ((movedA + movedB) / 2 - product)) / (below * below);
    }),
  };
}

interface Contingency {
  readonly total: number;
  /** Rows by class and cluster. */
  readonly cells: ReadonlyMap<string, number>;
  readonly rows: ReadonlyMap<number, number>;
  readonly columns: ReadonlyMap<number, number>;
}

const keyOf = (label: number, cluster: number): string => `${label} ${cluster}`;

function contingency(classes: ArrayLike<number>, clusters: ArrayLike<number>): Contingency {
  if (classes.length !== clusters.length || classes.length === 0)
    throw new UserError(`${classes.length} classes and ${clusters.length} clusters: must be as many, at least one`);
  const [cells, rows, columns] = [new Map<string, number>(), new Map<number, number>(), new Map<number, number>()];
  const add = <Key>(counts: Map<Key, number>, key: Key) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (let i = 0; i < classes.length; i += 1) {
    add(cells, keyOf(classes[i]!, clusters[i]!));
    add(rows, classes[i]!);
    add(columns, clusters[i]!);
  }
  return { total: classes.length, cells, rows, columns };
}

/** Mutual information I = H(C) + H(K) − H(C, K), not below 0, and the entropies of both sides. */
function entropies({ total, cells, rows, columns }: Contingency) {
  const entropy = (counts: Iterable<number>) =>
    [...counts].reduce((sum, count) => sum - (count / total) * Math.log(count / total), 0);
  const [ofClasses, ofClusters] = [entropy(rows.values()), entropy(columns.values())];
  const isOne = rows.size === 1 || columns.size === 1;
  const information = isOne ? 0 : Math.max(0, ofClasses + ofClusters - entropy(cells.values()));
  return { information, ofClasses, ofClusters };
}

function adjustedRand({ total, cells, rows, columns }: Contingency): number {
  const pairs = (counts: Iterable<number>) => [...counts].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  const [both, a, b] = [pairs(cells.values()), pairs(rows.values()), pairs(columns.values())];
  if (both === a && both === b) return 1;
  const expected = (a * b) / ((total * (total - 1)) / 2);
  return (both - expected) / ((a + b) / 2 - expected);
}
