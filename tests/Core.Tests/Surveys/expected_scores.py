"""Prints the table in IndependentScoresTests.cs: the same answers, scored without any of our code or its libraries.

python3 tests/Core.Tests/Surveys/expected_scores.py
"""

from math import gamma, pi, sqrt
from statistics import mean, stdev

RESPONSES = 40
SERVQUAL = {"reliability": 5, "assurance": 4, "tangibles": 4, "empathy": 5, "responsiveness": 4}
E_S_QUAL = {"efficiency": 4, "fulfilment": 4, "system-availability": 3, "privacy": 3}


def score(response, item, first, last):
    """Scores of the scale, and now and then one beyond it, which stands for an answer not given."""
    value = first + (response + 1) * (item + 3) * (5 * response + 7 * item + 11) % 1009 % (last - first + 3)
    return value if value <= last else None


def t_quantile(freedom):
    """97.5 % of Student's t by Simpson's rule over its density, and bisection."""
    factor = gamma((freedom + 1) / 2) / (sqrt(freedom * pi) * gamma(freedom / 2))

    def upper(t, steps=4000):
        width = t / steps
        values = [factor * (1 + (i * width) ** 2 / freedom) ** (-(freedom + 1) / 2) for i in range(steps + 1)]
        return 0.5 + width / 3 * (values[0] + values[-1] + 4 * sum(values[1:-1:2]) + 2 * sum(values[2:-1:2]))

    low, high = 0.0, 50.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if upper(middle) < 0.975 else (low, middle)
    return low


def show(survey, name, values):
    values = [v for v in values if v is not None]
    half = t_quantile(len(values) - 1) * stdev(values) / sqrt(len(values))
    print(f'    [InlineData("{survey}", "{name}", {len(values)}, {mean(values):.6f}, {mean(values) - half:.6f}, {mean(values) + half:.6f})]')


def mean_of(values):
    values = [v for v in values if v is not None]
    return mean(values) if values else None


def by_dimension(survey, headline, dimensions, value):
    """One mean a citizen and dimension; the headline is the mean of a citizen's dimensions."""
    table = {}
    item = 0
    for name, count in dimensions.items():
        table[name] = [mean_of([value(r, i) for i in range(item, item + count)]) for r in range(RESPONSES)]
        item += count
        show(survey, name, table[name])
    show(survey, headline, [mean_of([column[r] for column in table.values()]) for r in range(RESPONSES)])


def gap(response, pair):
    expectation = score(response, pair, 1, 7)
    perception = score(response, pair + 22, 1, 7)
    return None if expectation is None or perception is None else perception - expectation


by_dimension("servqual", "gap", SERVQUAL, gap)
by_dimension("e-s-qual", "mean", E_S_QUAL, lambda r, i: score(r, i, 1, 5))
nps = [score(r, 0, 0, 10) for r in range(RESPONSES)]
show("nps", "nps", [None if s is None else 100 * ((s > 8) - (s < 7)) for s in nps])
csat = [score(r, 0, 1, 5) for r in range(RESPONSES)]
show("csat", "csat", [None if s is None else 100 * (s > 3) for s in csat])
ces = [score(r, 0, 1, 7) for r in range(RESPONSES)]
show("ces", "ces", ces)
