"""Expected values for choosing k, stability and sensitivity, computed without telaah: writes `choice.json` beside it.

Made with numpy 2.4.6, scipy 1.17.1 and scikit-learn 1.9.1 on Python 3.11 (`just reference`).

- `gap`: the gap statistic (Tibshirani, Walther & Hastie 2001) on the reference draws that are listed as fractions of the
  sides of a box: the box along the principal components (numpy.linalg.eigh of the covariance, each turned so that its
  largest loading is positive). Sums of squares are those of scikit-learn's KMeans (Lloyd, tol 0), the best of 300 starts,
  on the references turned back to the space of the data; s is the standard deviation with divisor B times sqrt(1 + 1/B).
- `agreement`: sklearn.metrics.adjusted_rand_score, and the units in matching groups by scipy.optimize.linear_sum_assignment.
- `bootstrap`: resamples with their clusterings (both listed); Jaccard coefficients by numpy as fpc::clusterboot 2.2 defines
  them (best over the clusters of the resample, on the units drawn, each once), adjusted Rand by scikit-learn.
- `ward`: scipy.cluster.hierarchy.linkage(method="ward") cut with fcluster(criterion="maxclust").
- `sensitivity`: invented data as z-scores (n - 1) with k = 3 beside other scalings, log1p, no outliers, no units whose
  third value is missing and counts as 0 (`null` in `points`), and Ward; k-means by scikit-learn, the best of 300 starts;
  outliers by median and MAD on log1p of values other than 0, 3.5 x 1.4826 x MAD; units whose squared Mahalanobis distance
  (numpy, of the z-scores) exceeds scipy.stats.chi2.ppf(0.975); sizes of the other segments as they are matched.
  `segmentation.R` says the same of gap, Jaccard and outliers by packages of R.

Random numbers are numpy's default_rng with the seeds given here. Floats are written by `repr`.
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.optimize import linear_sum_assignment
from scipy.stats import chi2
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from kmeans import plain, written

HERE = Path(__file__).resolve().parent


def k_means(points, k):
    return KMeans(k, n_init=300, max_iter=1000, tol=0, algorithm="lloyd", random_state=1).fit(points)


def log_sum(points, k):
    if k == 1:
        return np.log(((points - points.mean(axis=0)) ** 2).sum())
    labels = k_means(points, k).labels_
    return np.log(sum(((points[labels == c] - points[labels == c].mean(axis=0)) ** 2).sum() for c in range(k)))


def gap():
    rng = np.random.default_rng(3)
    points = np.round(np.concatenate([rng.normal(m, 1, (12, 3)) * [1, 2, 0.5] for m in (0, 4, 9)]), 2)
    fractions = np.round(rng.random((8, *points.shape)), 3)
    mean, most = points.mean(axis=0), 5
    _, vectors = np.linalg.eigh(np.cov(points, rowvar=False))
    vectors = vectors[:, ::-1]
    vectors = vectors * np.sign([column[np.argmax(np.abs(column))] for column in vectors.T])
    scores = (points - mean) @ vectors
    low, high = scores.min(axis=0), scores.max(axis=0)
    references = [(low + f * (high - low)) @ vectors.T + mean for f in fractions]
    logs = np.array([[log_sum(reference, k) for k in range(1, most + 1)] for reference in references])
    log_within = np.array([log_sum(points, k) for k in range(1, most + 1)])
    gaps = logs.mean(axis=0) - log_within
    se = logs.std(axis=0) * np.sqrt(1 + 1 / len(logs))
    chosen = [k for k in range(1, most) if gaps[k - 1] >= gaps[k] - se[k]]
    return {"points": points, "fractions": fractions, "log_within_ss": log_within, "references": logs,
            "expected": logs.mean(axis=0), "gap": gaps, "se": se, "k": chosen[0] if chosen else None}


def matched(one, other):
    table = np.zeros((max(one) + 1, max(other) + 1))
    np.add.at(table, (one, other), 1)
    return table[linear_sum_assignment(table, maximize=True)].sum().astype(int)


def agreement():
    rng = np.random.default_rng(5)
    cases = []
    for n, a, b, kept in [(30, 3, 3, 0.8), (50, 4, 6, 0.5), (40, 5, 2, 0.0), (25, 7, 7, 0.9), (200, 12, 12, 0.4)]:
        one = rng.integers(0, a, n)
        other = np.where(rng.random(n) < kept, (one + 1) % b, rng.integers(0, b, n))
        cases.append({"one": one, "other": other, "adjusted_rand": adjusted_rand_score(one, other),
                      "matched": matched(one, other)})
    return cases


def jaccards(original, found, k):
    best = []
    for c in range(k):
        mine = original == c
        best.append(max((mine & (found == o)).sum() / (mine | (found == o)).sum() for o in np.unique(found)))
    return best


def bootstrap():
    rng = np.random.default_rng(8)
    k, n = 3, 40
    points = np.round(np.concatenate([rng.normal(m, 1.2, (size, 2)) for m, size in ((0, 20), (3, 17), (12, 3))]), 2)
    labels = k_means(points, k).labels_
    resamples = []
    for _ in range(25):
        drawn = np.unique(rng.integers(0, n, n))
        found = k_means(points[drawn], k).labels_
        resamples.append({"drawn": drawn, "found": found, "jaccards": jaccards(labels[drawn], found, k),
                          "adjusted_rand": adjusted_rand_score(labels[drawn], found)})
    all_jaccards = np.array([r["jaccards"] for r in resamples])
    rands = np.array([r["adjusted_rand"] for r in resamples])
    return {"k": k, "labels": labels, "resamples": resamples, "jaccard": all_jaccards.mean(axis=0),
            "dissolved": (all_jaccards <= 0.5).sum(axis=0), "recovered": (all_jaccards > 0.75).sum(axis=0),
            "adjusted_rand": {"mean": rands.mean(), "quantile_05": np.quantile(rands, 0.05),
                              "median": np.median(rands), "quantile_95": np.quantile(rands, 0.95)}}


def by_ward(points, k):
    labels = fcluster(linkage(points, method="ward"), k, criterion="maxclust")
    _, first = np.unique(labels, return_index=True)
    order = {labels[i]: number for number, i in enumerate(sorted(first))}
    return np.array([order[label] for label in labels])


def ward():
    rng = np.random.default_rng(9)
    points = np.round(rng.normal(0, 3, (60, 4)), 3)
    return {"points": points, "groups": {str(k): by_ward(points, k) for k in (1, 2, 3, 5, 9, 60)}}


def far(values):
    x, there = np.log1p(values), values != 0
    median = np.median(x[there])
    return there & (np.abs(x - median) > 3.5 * 1.4826 * np.median(np.abs(x[there] - median)))


def distant(points):
    off = points - points.mean(axis=0)
    squared = np.einsum("ij,jk,ik->i", off, np.linalg.inv(np.cov(points, rowvar=False)), off)
    return squared > chi2.ppf(0.975, points.shape[1])


def scaled(data, scaling):
    if scaling == "none":
        return data
    if scaling == "z-score":
        return (data - data.mean(axis=0)) / data.std(axis=0, ddof=1)
    if scaling == "min-max":
        return (data - data.min(axis=0)) / (data.max(axis=0) - data.min(axis=0))
    low, median, high = np.quantile(data, [0.25, 0.5, 0.75], axis=0)
    return (data - median) / (high - low)


def sensitivity():
    rng = np.random.default_rng(11)
    groups = [rng.lognormal(mean, 0.35, (size, 3)) for mean, size in ((1.0, 30), (1.8, 35), (2.7, 25))]
    data = np.round(np.concatenate(groups), 2)
    data[[3, 40, 77], 1] *= [60, 30, 15]
    unknown = np.array([5, 17, 33, 48, 66])
    data[unknown, 2] = 0
    labels = k_means(scaled(data, "z-score"), 3).labels_
    every = np.arange(len(data))
    inside = every[~np.any([far(x) for x in data.T], axis=0)]
    together = every[~distant(scaled(data, "z-score"))]
    known = np.setdiff1d(every, unknown)
    others = {
        ("scaling", "none"): (every, k_means(data, 3).labels_),
        ("scaling", "min-max"): (every, k_means(scaled(data, "min-max"), 3).labels_),
        ("scaling", "robust"): (every, k_means(scaled(data, "robust"), 3).labels_),
        ("transform", "log1p"): (every, k_means(scaled(np.log1p(data), "z-score"), 3).labels_),
        ("outliers", ""): (inside, k_means(scaled(data[inside], "z-score"), 3).labels_),
        ("distant", ""): (together, k_means(scaled(data[together], "z-score"), 3).labels_),
        ("zeros", ""): (known, k_means(scaled(data[known], "z-score"), 3).labels_),
        ("ward", ""): (every, by_ward(scaled(data, "z-score"), 3)),
    }
    rows = []
    for (kind, setting), (units, groups) in others.items():
        own = labels[units]
        changed = int(len(units) - matched(own, groups))
        table = np.zeros((3, 3))
        np.add.at(table, (own, groups), 1)
        sizes = np.bincount(groups)[linear_sum_assignment(table, maximize=True)[1]]
        # Segments of telaah stand from the best: by the mean of their centres.
        order = np.argsort([-scaled(data, "z-score")[labels == c].mean() for c in range(3)])
        rows.append({"kind": kind, "setting": setting, "n": len(units), "changed": changed, "sizes": sizes[order],
                     "changed_share": changed / len(units), "adjusted_rand": adjusted_rand_score(own, groups)})
    points = data.tolist()
    for unit in unknown:
        points[unit][2] = None
    return {"points": points, "rows": rows}


def main():
    found = {
        "made_by": {
            "script": "tests/reference/choice.py",
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "gap": gap(),
        "agreement": agreement(),
        "bootstrap": bootstrap(),
        "ward": ward(),
        "sensitivity": sensitivity(),
    }
    (HERE / "choice.json").write_text(written(plain(found)) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
