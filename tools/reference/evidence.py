"""Prints the evidence that packages/metrics/src/statistics/anytime/confidence-sequence.spec.ts states.

The Bayes factor of the t test, by integrating the density of the t statistic over the effect δ ~ N(0, 1).
usage: pip install scipy==1.17.1 && python3 evidence.py
"""

import numpy as np
from scipy import integrate, stats

values = np.array([0.31, 0.12, 0.4, 0.22, 0.35, 0.18, 0.29])
n = len(values)
for centre in (0, 0.25):
    t = (values.mean() - centre) / (values.std(ddof=1) / np.sqrt(n))
    density = lambda effect: stats.nct.pdf(t, n - 1, effect * np.sqrt(n)) * stats.norm.pdf(effect)
    marginal, _ = integrate.quad(density, -12, 12, points=[0, t / np.sqrt(n)], epsabs=1e-14, epsrel=1e-11, limit=500)
    print(centre, repr(float(np.log(marginal / stats.t.pdf(t, n - 1)))))
