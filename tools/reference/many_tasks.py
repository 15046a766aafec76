"""Prints rliable's values that packages/metrics/src/statistics/rliable-agreement.spec.ts compares with.

usage: pip install rliable==1.2.0 pandas==2.3.3 && python3 many_tasks.py > packages/metrics/src/statistics/fixtures/rliable.json

The bootstrap takes the indices of a sample from `np.random.choice`; here they come from a formula that the spec repeats.
"""

import json

import numpy as np
from rliable import library, metrics

THRESHOLDS = [-0.5, 0.0, 0.2, 0.35, 0.5, 0.8, 1.0]


def formula_indices():
    state = 1

    def choice(count, shape, replace=True):
        nonlocal state
        drawn = np.empty(shape, dtype=int)
        for place in np.ndindex(*shape):
            state = (state * 48271) % 2147483647
            drawn[place] = state % count
        return drawn

    return choice


def aggregates(scores):
    return np.array(
        [
            metrics.aggregate_iqm(scores),
            metrics.aggregate_median(scores),
            metrics.aggregate_mean(scores),
            metrics.aggregate_optimality_gap(scores),
        ]
    )


def bootstrap(scores, function, reps):
    np.random.choice = formula_indices()
    _, intervals = library.get_interval_estimates({"x": scores}, function, reps=reps)
    return np.asarray(intervals["x"]).T.tolist()


rng = np.random.default_rng(7)
cases = []
for name, runs, other, tasks in [("five runs, four tasks", 5, 5, 4), ("three and six runs, seven tasks", 3, 6, 7), ("two runs, one task", 2, 2, 1)]:
    x = np.round(rng.normal(0.5, 0.4, (runs, tasks)), 1)
    y = np.round(rng.normal(0.4, 0.4, (other, tasks)), 1)
    cases.append(
        {
            "name": name,
            "x": x.tolist(),
            "y": y.tolist(),
            "aggregates": aggregates(x).tolist(),
            "profile": library.score_distributions(x, THRESHOLDS).tolist(),
            "improvement": float(metrics.probability_of_improvement(x, y)),
            "intervals": bootstrap(x, aggregates, 60),
            "profileIntervals": bootstrap(x, lambda s: library.score_distributions(s, THRESHOLDS), 60),
            "improvementIntervals": bootstrap([x, y], lambda a, b: np.array([metrics.probability_of_improvement(a, b)]), 60),
        }
    )

print(json.dumps({"madeWith": "rliable 1.2.0 by tools/reference/many_tasks.py", "thresholds": THRESHOLDS, "resamples": 60, "cases": cases}))
