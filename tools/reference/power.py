"""Prints statsmodels' power of the paired t test: packages/metrics/src/statistics/fixtures/power.json.

usage: pip install scipy==1.17.1 statsmodels==0.15.0 && python3 power.py > power.json
"""

import json
import math

import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.power import TTestPower

test = TTestPower()
SIDES = {1: "larger", 2: "two-sided"}
POWERS = [
    (effect, pairs, level, sides)
    for effect in (0.1, 0.5, 1.3, 4.0)
    for pairs in (2, 3, 5, 10, 40, 400)
    for level, sides in ((0.05, 2), (0.05, 1), (0.05 / 12, 2))
]
NEEDS = [
    (effect, power, level, sides)
    for effect in (0.15, 0.4, 0.9, 2.5)
    for power in (0.8, 0.95)
    for level, sides in ((0.05, 2), (0.05, 1), (0.05 / 12, 2))
]


def power_of(effect, pairs, level, sides):
    return float(test.power(effect, pairs, level, alternative=SIDES[sides]))


def needed(effect, power, level, sides):
    pairs = 2
    while power_of(effect, pairs, level, sides) < power:
        pairs += 1
    return pairs


print(
    json.dumps(
        {
            "made by": f"tools/reference/power.py, statsmodels {statsmodels.__version__}, SciPy {scipy.__version__}",
            # It has no value for some powers next to 1.
            "powers": [[*given, power] for given in POWERS if math.isfinite(power := power_of(*given))],
            "needs": [[*given, needed(*given)] for given in NEEDS],
            # The largest true standard deviation that one of 1 over n values is compatible with, at 80 %.
            "upper": [[n, math.sqrt((n - 1) / stats.chi2.ppf(0.2, n - 1))] for n in (2, 3, 5, 10, 40)],
        },
        separators=(",", ":"),
    )
)
