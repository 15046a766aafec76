"""Prints SciPy's values of the statistics that packages/metrics/src/statistics/scipy-agreement.spec.ts states.

usage: pip install scipy==1.17.1 statsmodels==0.15.0 && python3 paired_tests.py
"""

import numpy as np
import scipy
from scipy import special, stats
from statsmodels.stats.multitest import multipletests

SAMPLES = {
    "five seeds": ([0.192, 0.231, 0.170, 0.214, 0.153], [0.667, 0.652, 0.671, 0.684, 0.661]),
    "ten seeds": (
        [0.322, 0.301, 0.350, 0.289, 0.331, 0.342, 0.318, 0.309, 0.367, 0.295],
        [0.286, 0.310, 0.301, 0.277, 0.319, 0.290, 0.326, 0.281, 0.303, 0.292],
    ),
    "ties and zeros": ([3, 1, 4, 1, 5, 9, 2, 6], [2, 1, 3, 2, 4, 6, 3, 3]),
}


def describe(name, treatment, baseline):
    treatment, baseline = np.array(treatment), np.array(baseline)
    difference = treatment - baseline
    interval = stats.t.interval(0.95, len(difference) - 1, loc=difference.mean(), scale=stats.sem(difference))
    t_test = stats.ttest_rel(treatment, baseline)
    permutation = stats.permutation_test(
        (treatment, baseline), lambda a, b: np.mean(a - b), permutation_type="samples", n_resamples=np.inf
    )
    kept = difference[difference != 0]
    # SciPy's own exact method takes ties from its tables; all sign patterns of the tied ranks are what is exact.
    method = stats.PermutationMethod(n_resamples=np.inf) if len(kept) <= 16 else "auto"
    print(f"{name}: n = {len(difference)}")
    print("  mean difference", repr(float(difference.mean())))
    print("  t interval     ", [float(end) for end in interval])
    print("  t test p       ", repr(float(t_test.pvalue)))
    print("  permutation p  ", repr(float(permutation.pvalue)))
    print("  Wilcoxon p     ", repr(float(stats.wilcoxon(kept, method=method).pvalue)))
    print("  d_z            ", repr(float(difference.mean() / difference.std(ddof=1))))


def hedges(df):
    return float(np.exp(special.gammaln(df / 2) - special.gammaln((df - 1) / 2)) / np.sqrt(df / 2))


print("SciPy", scipy.__version__)
for name, pair in SAMPLES.items():
    describe(name, *pair)
print("Holm", [float(p) for p in multipletests([0.0625, 0.001, 0.04, 0.012, 0.0125], method="holm")[1]])
print("Hedges' J of 2, 4, 9 degrees of freedom", [hedges(df) for df in (2, 4, 9)])
