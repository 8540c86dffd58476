"""What the measurement model of `telaah simulate` implies for its answers: writes `answers.json` beside this script.

Made with numpy 2.4.6 and scipy 1.17.1 on Python 3.11 (`just reference`).

The model, as docs/study.md gives it: latent answer = mean + difficulty + sd * (loading * factor + sqrt(1 - loading^2) * error),
the factor of a construct about an object = sqrt(respondent) * tendency + sqrt(object) * view + sqrt(1 - respondent - object)
* a part of its own, everything standard normal; thresholds cut the latent answer (Samejima 1969, Muthen 1984).

- `shares`: of every answer to an item, from scipy.stats.norm.cdf at the thresholds; reversed items turned around. The
  `mean` and `sd` of the answers as written follow from them.
- `alpha`: Cronbach's alpha of the answers, turned back, of every construct about every object: from the covariances of
  answers, which are sums over scipy.stats.multivariate_normal.cdf at all pairs of thresholds
  (cov = sum over both items' thresholds of P(both pass) - P(one passes) P(the other passes)).
- `correlations`: of answers, turned back, between items of one construct, of two constructs about one object, and about
  two objects.

`model` is the study's own YAML, as JSON; `instrument` the same. Floats are written by `repr`.
"""

import itertools
from pathlib import Path

import numpy as np
import scipy
from scipy import stats

from kmeans import plain, written

HERE = Path(__file__).resolve().parent

OBJECTS = ["north", "south"]
SCALE = (1, 7)
INSTRUMENT = {"use": {"u1": False, "u2": False, "u3": False, "u4": True}, "ease": {"e1": False, "e2": True, "e3": False},
              "wish": {"w1": False}}
MODEL = {
    "means": {"use": {"north": 5.2, "south": 3.1}, "ease": 4.4, "wish": {"north": 2.0, "south": 6.4}},
    "loading": {"use": 0.8, "ease": 0.7, "wish": 0.9, "u3": 0.4},
    "sd": 1.4,
    "respondent": 0.25,
    "object": {"use": 0.3, "ease": 0.1, "wish": 0.5},
    "difficulty": {"u1": -0.4, "e3": 0.6},
    "thresholds": [1.5, 2.6, 3.5, 4.4, 5.5, 6.3],
}


def items():
    return [(name, construct, reverse) for construct, names in INSTRUMENT.items() for name, reverse in names.items()]


def latent_mean(obj, construct, item):
    mean = MODEL["means"][construct]
    mean = mean[obj] if isinstance(mean, dict) else mean
    return mean + MODEL["difficulty"].get(item, 0.0)


def loading(construct, item):
    return MODEL["loading"].get(item, MODEL["loading"][construct])


def cuts(obj, construct, item):
    return (np.array(MODEL["thresholds"]) - latent_mean(obj, construct, item)) / MODEL["sd"]


def factor_correlation(a, b):
    """Of the factors of two (object, construct)."""
    if a == b:
        return 1.0
    shared = MODEL["respondent"]
    if a[0] == b[0]:
        shared += np.sqrt(MODEL["object"][a[1]] * MODEL["object"][b[1]])
    return shared


def latent_correlation(a, b):
    """Of the latent answers to two different (object, construct, item)."""
    return loading(a[1], a[2]) * loading(b[1], b[2]) * factor_correlation(a[:2], b[:2])


def covariance(a, b):
    r = latent_correlation(a, b)
    both = stats.multivariate_normal([0, 0], [[1, r], [r, 1]])
    total = 0.0
    for s, t in itertools.product(cuts(*a), cuts(*b)):
        # P(both pass) = P(both latent answers, turned around, lie below)
        total += both.cdf([-s, -t]) - stats.norm.sf(s) * stats.norm.sf(t)
    return float(total)


def shares(obj, construct, item):
    below = np.concatenate([[0.0], stats.norm.cdf(cuts(obj, construct, item)), [1.0]])
    return np.diff(below)


def variance(a):
    answers, share = np.arange(SCALE[0], SCALE[1] + 1), shares(*a)
    return float((answers**2 * share).sum() - (answers * share).sum() ** 2)


def item_case(obj, item, construct, reverse):
    share = shares(obj, construct, item)
    share = share[::-1] if reverse else share
    answers = np.arange(SCALE[0], SCALE[1] + 1)
    mean = float((answers * share).sum())
    return {"column": f"{obj}_{item}", "reversed": reverse, "shares": share, "mean": mean,
            "sd": float(np.sqrt((answers**2 * share).sum() - mean**2))}


def alpha(obj, construct):
    asked = [(obj, construct, item) for item in INSTRUMENT[construct]]
    own = sum(variance(a) for a in asked)
    shared = 2 * sum(covariance(a, b) for a, b in itertools.combinations(asked, 2))
    k = len(asked)
    return {"object": obj, "construct": construct, "alpha": k / (k - 1) * (1 - own / (own + shared))}


def correlation(a, b):
    r = covariance(a, b) / np.sqrt(variance(a) * variance(b))
    return {"a": f"{a[0]}_{a[2]}", "b": f"{b[0]}_{b[2]}", "r": float(r)}


def main():
    pairs = [
        (("north", "use", "u1"), ("north", "use", "u2")),
        (("north", "use", "u3"), ("north", "use", "u4")),
        (("north", "use", "u1"), ("north", "ease", "e1")),
        (("south", "use", "u2"), ("south", "wish", "w1")),
        (("north", "use", "u1"), ("south", "use", "u1")),
        (("north", "ease", "e1"), ("south", "wish", "w1")),
    ]
    found = {
        "made_with": {"script": "tests/reference/answers.py", "numpy": np.__version__, "scipy": scipy.__version__},
        "objects": OBJECTS, "scale": SCALE, "instrument": INSTRUMENT, "model": MODEL,
        "items": [item_case(obj, name, construct, reverse) for obj in OBJECTS for name, construct, reverse in items()],
        "alpha": [alpha(obj, construct) for obj in OBJECTS for construct in INSTRUMENT if len(INSTRUMENT[construct]) > 1],
        "correlations": [correlation(a, b) for a, b in pairs],
    }
    (HERE / "answers.json").write_text(written(plain(found)) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
