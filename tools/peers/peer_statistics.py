"""The same statistics by SciPy, statsmodels and scikit-learn: a list of samples to a list of values."""

import json
import sys
import warnings
from itertools import product

import numpy as np
from scipy import stats
from sklearn.decomposition import PCA
from sklearn.metrics import balanced_accuracy_score, confusion_matrix, top_k_accuracy_score
from statsmodels.stats.multitest import multipletests

warnings.simplefilter("ignore")


def finite(value):
    value = float(value)
    return value if np.isfinite(value) else None


def correlation(test, a, b):
    # Rounding must not make a constant side vary.
    return None if np.ptp(a) == 0 or np.ptp(b) == 0 else finite(test(a, b).statistic)


def wilcoxon(a, b):
    differences = np.subtract(a, b)
    kept = differences[differences != 0]
    if len(kept) == 0:
        return 1.0
    ranks = stats.rankdata(np.abs(kept)) * np.sign(kept)
    if len(kept) <= 16:
        return permutation(ranks, np.zeros(len(kept)))
    tied = len(set(np.abs(kept))) < len(kept) or len(kept) < len(differences)
    method = "exact" if len(kept) <= 50 and not tied else "asymptotic"
    return finite(stats.wilcoxon(kept, correction=True, method=method).pvalue)


def permutation(a, b):
    differences = np.subtract(a, b)
    if len(differences) > 14:
        signs = None
    if len(differences) > 16:
        return None
    observed = abs(differences.mean())
    signs = np.array(list(product([1, -1], repeat=len(differences))))
    means = np.abs((signs * differences).mean(axis=1))
    return float(np.mean(means >= observed * (1 - 1e-9) - 1e-12))


def values(sample):
    a, b = np.array(sample["a"]), np.array(sample["b"])
    logits, targets = np.array(sample["logits"], dtype=np.float32), np.array(sample["targets"])
    classes = list(range(logits.shape[1]))
    predictions = logits.argmax(axis=1)
    points = np.array(sample["points"])
    low, high = stats.t.interval(0.95, len(a) - 1, loc=a.mean(), scale=stats.sem(a))
    sd = np.std(a, ddof=1)
    varies = np.ptp(points, axis=0).any() and len(points) > 2
    return {
        "pearson": correlation(stats.pearsonr, a, b),
        "spearman": correlation(stats.spearmanr, a, b),
        "ranks": stats.rankdata(a).tolist(),
        "wilcoxon": wilcoxon(a, b),
        "permutation": permutation(a, b),
        "sd": float(sd) if np.ptp(a) > 0 else 0.0,
        "interval": [float(low), float(high)] if np.ptp(a) > 0 else None,
        "holm": multipletests(sample["pValues"], method="holm")[1].tolist(),
        "confusion": confusion_matrix(targets, predictions, labels=classes).tolist(),
        "recall": float(balanced_accuracy_score(targets, predictions)),
        "top": {str(k): float(top_k_accuracy_score(targets, logits, k=k, labels=classes)) for k in range(1, len(classes)) if len(classes) > 2},
        "explained": PCA(2).fit(points).explained_variance_ratio_.tolist() if varies else [],
    }


json.dump([values(sample) for sample in json.load(sys.stdin)], sys.stdout)
