"""Expected values for the samplers of `telaah simulate`: writes `simulation.json` beside this script.

Made with numpy 2.4.6 and scipy 1.17.1 on Python 3.11 (`just reference`).

For every distribution as a study declares it (`draw`): the mean, the variance and the fourth central moment, and the
probability `cdf` of a value up to each of the `points`, by scipy.stats. These are computed here, since scipy does not have
them:

- `occupancy`: the recursion over balls, in numpy;
- `log_normal_sum`: mean, variance and fourth moment from the cumulants of a term, which add up; no `cdf`;
- `zeros`: a share of zeros mixed with the distribution;
- `truncate`: the distribution between two limits, its share and moments by numerical integration or by adding up;
- `sum`: mean and variance of independent terms.

`correlations` holds columns with the rank correlations that a study asks for, and Spearman's that they then have with
their ties: for continuous columns exactly those asked, for others by integration over the normal scores.

A moment that is infinite, or so far out in the tail that no sample shows it, is null. Floats are written by `repr`.
"""

from pathlib import Path

import numpy as np
import scipy
from scipy import stats

from kmeans import plain, written

HERE = Path(__file__).resolve().parent
SHARES = np.array([0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999])


def moments(mean, variance, excess):
    fourth = (excess + 3) * variance**2
    return {"mean": mean, "variance": variance, "fourth": fourth if np.isfinite(fourth) else None}


def case(name, draw, distribution, scale=1.0, zeros=None, whole=False):
    mean, variance, excess = (float(value) for value in distribution.stats(moments="mvk"))
    points = np.unique(distribution.ppf(SHARES))
    cdf = distribution.cdf(points)
    if zeros is not None:
        raw = [distribution.moment(order) * (1 - zeros) for order in (1, 2, 3, 4)]
        mean = raw[0]
        variance = raw[1] - mean**2
        fourth = raw[3] - 4 * mean * raw[2] + 6 * mean**2 * raw[1] - 3 * mean**4
        excess = fourth / variance**2 - 3
        cdf = zeros + (1 - zeros) * cdf
        draw = {**draw, "zeros": zeros}
    draw = draw if whole else {**draw, "round_to": 1e-06}
    return {"name": name, "draw": draw, "whole": whole, **moments(mean, variance, excess),
            "points": points.tolist(), "cdf": cdf.tolist()}


def negative_binomial(mean, dispersion):
    return stats.nbinom(1 / dispersion, 1 / (1 + dispersion * mean))


def occupancy(balls, cells):
    chance = np.zeros(cells + 1)
    chance[0] = 1.0
    for _ in range(balls):
        hit = np.arange(cells + 1)
        stay = chance * hit / cells
        new = chance * (cells - hit) / cells
        chance = stay
        chance[1:] += new[:-1]
    values = np.arange(cells + 1)
    mean = float((values * chance).sum())
    central = [float(((values - mean) ** order * chance).sum()) for order in (2, 4)]
    return {"name": f"occupancy_{balls}_{cells}", "draw": {"occupancy": {"balls": balls, "cells": cells}}, "whole": True,
            "mean": mean, "variance": central[0], "fourth": central[1], "points": values.tolist(),
            "cdf": chance.cumsum().tolist()}


def log_normal_sum(terms, median, sigma):
    term = stats.lognorm(sigma, scale=median)
    mean, variance, excess = (float(value) for value in term.stats(moments="mvk"))
    # The fourth cumulant of a sum is the sum of the fourth cumulants.
    return {"name": "log_normal_sum", "draw": {"log_normal_sum": {"terms": terms, "median": median, "sigma": sigma},
            "round_to": 1e-06}, "whole": False, "mean": terms * mean, "variance": terms * variance,
            "fourth": 3 * (terms * variance) ** 2 + terms * excess * variance**2, "points": [], "cdf": []}


def truncated(name, draw, distribution, least, most, whole=False):
    draw = {**draw, "truncate": True}
    if least is not None:
        draw["at_least"] = least
    if most is not None:
        draw["at_most"] = most
    low = -np.inf if least is None else least
    high = np.inf if most is None else most
    if whole:
        values = np.arange(int(low), int(high) + 1)
        chance = distribution.pmf(values) / distribution.pmf(values).sum()
        points, cdf = values, chance.cumsum()
    else:
        # The middles of equal shares: the mean of a function of the value.
        first, last = distribution.cdf(low), distribution.cdf(high)
        values = distribution.ppf(first + (last - first) * (np.arange(2_000_000) + 0.5) / 2_000_000)
        chance = np.full(values.size, 1 / values.size)
        points = distribution.ppf(first + (last - first) * SHARES)
        cdf = SHARES
        draw["round_to"] = 1e-06
    mean = float((values * chance).sum())
    central = [float(((values - mean) ** order * chance).sum()) for order in (2, 4)]
    return {"name": name, "draw": draw, "whole": whole, "mean": mean, "variance": central[0], "fourth": central[1],
            "points": np.asarray(points).tolist(), "cdf": np.asarray(cdf).tolist()}


def regression():
    # The columns `uniform` and `normal` are cases too.
    draw = {"sum": {"constant": 5, "terms": {"normal": 2, "uniform": -1}, "sd": 4}, "round_to": 1e-06}
    mean, variance = 5 + 2 * 10 - 1.5, 4 * 9 + 49 / 12 + 16
    # The fourth cumulant of a uniform variable of width w is -w⁴ / 120, and cumulants add up.
    return {"name": "sum", "draw": draw, "whole": False, "mean": mean, "variance": variance,
            "fourth": 3 * variance**2 - 7**4 / 120,
            "points": [], "cdf": []}


def middles(distribution, z):
    """For scores `z` and `(mean, sd)` of other scores: mid-ranks of the values, and their mean; None for continuous columns."""
    if distribution is None:
        return stats.norm.cdf(z), lambda mean, sd: stats.norm.cdf(mean / np.sqrt(1 + sd**2)), 1 / 12
    above = np.append(distribution, 1.0) if distribution[-1] < 1 else np.asarray(distribution)
    below = np.append(0.0, above[:-1])
    middle, chance = (above + below) / 2, above - below
    cuts = stats.norm.ppf(above)
    place = np.minimum(np.searchsorted(cuts, z), above.size - 1)

    def expected(mean, sd):
        up_to = stats.norm.cdf((cuts[None, :] - mean[:, None]) / sd)
        return (np.diff(np.hstack([np.zeros((mean.size, 1)), up_to])) * middle[None, :]).sum(axis=1)

    return middle[place], expected, float((chance * middle**2).sum() - 0.25)


def spearman(first, second, rho):
    r = 2 * np.sin(np.pi * rho / 6)
    z = stats.norm.ppf((np.arange(400_000) + 0.5) / 400_000)
    own, _, variance = middles(first, z)
    _, expected, other = middles(second, z)
    return float(((own * expected(r * z, np.sqrt(1 - r**2))).mean() - 0.25) / np.sqrt(variance * other))


def correlations():
    up_to = np.arange(200)
    columns = {
        "amount": ({"log_normal": {"median": 100, "sigma": 0.8}, "round_to": 1e-06}, False, None),
        "time": ({"gamma": {"shape": 0.7, "scale": 3}, "round_to": 1e-09}, False, None),
        "visits": ({"negative_binomial": {"mean": 2, "dispersion": 0.9}}, True, negative_binomial(2, 0.9).cdf(up_to)),
        "grade": ({"categorical": {"1": 2, "2": 5, "3": 3}}, True, np.array([0.2, 0.7, 1.0])),
        "sold": ({"binomial": {"trials": 12, "probability": 0.4}}, True, stats.binom(12, 0.4).cdf(np.arange(13))),
    }
    asked = {("amount", "time"): 0.6, ("amount", "visits"): 0.5, ("amount", "grade"): -0.4, ("visits", "grade"): -0.7,
             ("visits", "sold"): 0.3, ("time", "sold"): 0.0}
    pairs = [{"first": first, "second": second, "asked": rho,
              "spearman": spearman(columns[first][2], columns[second][2], rho)} for (first, second), rho in asked.items()]
    draws = {name: {"draw": draw, "whole": whole} for name, (draw, whole, _) in columns.items()}
    return {"columns": draws, "pairs": pairs}


def cases():
    return [
        case("uniform", {"uniform": {"from": -2, "to": 5}}, stats.uniform(-2, 7)),
        case("normal", {"normal": {"mean": 10, "sd": 3}}, stats.norm(10, 3)),
        case("log_normal", {"log_normal": {"median": 100, "sigma": 0.5}}, stats.lognorm(0.5, scale=100)),
        case("gamma_small", {"gamma": {"shape": 0.5, "scale": 2}}, stats.gamma(0.5, scale=2)),
        case("gamma_large", {"gamma": {"shape": 4.5, "scale": 3}}, stats.gamma(4.5, scale=3)),
        case("pareto", {"pareto": {"minimum": 2, "shape": 3}}, stats.pareto(3, scale=2)),
        case("poisson_small", {"poisson": {"mean": 3.5}}, stats.poisson(3.5), whole=True),
        case("poisson_middle", {"poisson": {"mean": 11}}, stats.poisson(11), whole=True),
        case("poisson_large", {"poisson": {"mean": 640}}, stats.poisson(640), whole=True),
        case("negative_binomial", {"negative_binomial": {"mean": 12, "dispersion": 0.8}}, negative_binomial(12, 0.8),
             whole=True),
        case("negative_binomial_sparse", {"negative_binomial": {"mean": 0.5, "dispersion": 2.5}},
             negative_binomial(0.5, 2.5), whole=True),
        case("binomial_few", {"binomial": {"trials": 20, "probability": 0.3}}, stats.binom(20, 0.3), whole=True),
        case("binomial_many", {"binomial": {"trials": 500, "probability": 0.35}}, stats.binom(500, 0.35), whole=True),
        case("zero_inflated", {"poisson": {"mean": 3.5}}, stats.poisson(3.5), zeros=0.4, whole=True),
        occupancy(10, 12),
        occupancy(40, 12),
        log_normal_sum(5, 1000, 0.6),
        {**log_normal_sum(20_000, 40, 0.9), "name": "log_normal_sum_of_many"},
        truncated("truncated_normal", {"normal": {"mean": -3, "sd": 5}}, stats.norm(-3, 5), 0, None),
        truncated("truncated_between", {"normal": {"mean": 60, "sd": 25}}, stats.norm(60, 25), 0, 100),
        truncated("truncated_gamma", {"gamma": {"shape": 0.5, "scale": 4}}, stats.gamma(0.5, scale=4), 0.5, 9),
        truncated("truncated_log_normal", {"log_normal": {"median": 100, "sigma": 1.2}}, stats.lognorm(1.2, scale=100), None,
                  250),
        truncated("truncated_pareto", {"pareto": {"minimum": 2, "shape": 1.1}}, stats.pareto(1.1, scale=2), None, 40),
        truncated("truncated_poisson", {"poisson": {"mean": 3.5}}, stats.poisson(3.5), 2, 7, whole=True),
        truncated("truncated_negative_binomial", {"negative_binomial": {"mean": 12, "dispersion": 0.8}},
                  negative_binomial(12, 0.8), 1, 20, whole=True),
        truncated("truncated_binomial", {"binomial": {"trials": 20, "probability": 0.3}}, stats.binom(20, 0.3), 5, 9,
                  whole=True),
        regression(),
    ]


def main():
    made_with = {"script": "tests/reference/simulation.py", "numpy": np.__version__, "scipy": scipy.__version__}
    found = {"made_with": made_with, "cases": cases(), "correlations": correlations()}
    (HERE / "simulation.json").write_text(written(plain(found)) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
