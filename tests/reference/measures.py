"""Expected values for summaries, tails, silhouettes, components and scalings: writes `measures.json` beside this script.

Made with numpy 2.4.6, scipy 1.17.1 and scikit-learn 1.9.1 on Python 3.11 (`just reference`).

- `summaries`: numpy's mean, standard deviation (ddof 1) and quantiles (`linear`, Hyndman & Fan's type 7) of random
  samples, some with ties, far offsets, or one or two values.
- `f_tails`: scipy.stats.f.sf over a grid, down to tails near the smallest double.
- `silhouettes`: sklearn.metrics.silhouette_samples of random whole numbers with ties, duplicates and clusters of one.
- `scalings`: scikit-learn's KMeans (Lloyd, tol 0), the best of 300 starts, on skewed random data after log1p or none,
  and scaling by robust (median, type 7 IQR), min-max, z-score (n - 1) or none, written here in numpy. Clusters are
  numbered by the mean of their z-scores after the transform, highest first. Components: numpy.linalg.eigh of the
  covariance (n - 1) of the scaled data, each turned so that its largest loading is positive. ANOVA:
  scipy.stats.f_oneway.

Random numbers are numpy's default_rng with the seeds given here. Floats are written by `repr`.
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import metrics
from sklearn.cluster import KMeans

from kmeans import plain, written

HERE = Path(__file__).resolve().parent
PROBABILITIES = [0.0, 0.01, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9, 0.99, 1.0]


def summaries():
    rng = np.random.default_rng(1)
    samples = [[3.5], [2.0, 7.0], [1.0, 1.0, 1.0, 2.0], [-4.0, 0.0, 4.0]]
    samples += [rng.normal(0, 10, size).tolist() for size in (5, 10, 33)]
    samples += [rng.integers(0, 4, size).astype(float).tolist() for size in (8, 21)]
    samples += [(rng.integers(0, 1000, 15) + 1e12).tolist(), rng.lognormal(0, 3, 20).tolist()]
    return [
        {
            "values": sample,
            "mean": np.mean(sample),
            "sd": np.std(sample, ddof=1) if len(sample) > 1 else 0.0,
            "probabilities": PROBABILITIES,
            "quantiles": [np.quantile(sample, p, method="linear") for p in PROBABILITIES],
        }
        for sample in samples
    ]


def f_tails():
    rows = []
    for df1 in (1, 2, 3, 5, 20):
        for df2 in (1, 2, 5, 30, 147, 1000):
            for f in (0.0, 1e-6, 0.01, 0.5, 1.0, 2.5, 10.0, 100.0, 1e4, 1e8):
                p = stats.f.sf(f, df1, df2)
                if p == 0.0 or p > 1e-280:
                    rows.append({"f": f, "df1": df1, "df2": df2, "p": p})
    assert min(row["p"] for row in rows if row["p"] > 0) < 1e-100
    return [row for row in rows if row["p"] > 0]


def silhouettes():
    cases = []
    for seed, n, variables, k, below in [(2, 12, 1, 3, 5), (3, 20, 2, 4, 4), (4, 30, 3, 5, 3), (5, 40, 2, 2, 1000)]:
        rng = np.random.default_rng(seed)
        points = rng.integers(0, below, (n, variables)).astype(float)
        labels = rng.integers(0, k - 1, n)
        labels[n // 2] = k - 1  # a cluster of one
        widths = metrics.silhouette_samples(points, labels)
        assert widths[n // 2] == 0.0
        cases.append({"seed": seed, "points": points, "labels": labels, "k": k, "silhouettes": widths})
    return cases


def scaled(points, scaling):
    if scaling == "none":
        return points
    if scaling == "z-score":
        return (points - points.mean(axis=0)) / points.std(axis=0, ddof=1)
    if scaling == "min-max":
        return (points - points.min(axis=0)) / (points.max(axis=0) - points.min(axis=0))
    low, middle, high = np.quantile(points, [0.25, 0.5, 0.75], axis=0, method="linear")
    return (points - middle) / (high - low)


def components(points):
    values, vectors = np.linalg.eigh(np.cov(points, rowvar=False))
    order = np.argsort(-values)
    vectors = vectors[:, order]
    largest = np.abs(vectors).argmax(axis=0)
    vectors = vectors * np.sign(vectors[largest, np.arange(len(largest))])
    return values[order] / values.sum(), vectors


def scaling_case(data, transform, scaling, k):
    transformed = np.log1p(data) if transform == "log1p" else data
    points = scaled(transformed, scaling)
    z = scaled(transformed, "z-score")
    model = KMeans(k, n_init=300, max_iter=1000, tol=0, algorithm="lloyd", random_state=7).fit(points)
    labels = model.labels_
    goodness = [z[labels == c].mean() for c in range(k)]
    labels = np.argsort(np.argsort(-np.array(goodness)))[labels]
    centers = np.array([points[labels == c].mean(axis=0) for c in range(k)])
    nearest = ((points[:, None, :] - centers[None]) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == labels).all(), "not a fixed point"
    within = [((points[labels == c] - centers[c]) ** 2).sum() for c in range(k)]
    shares, vectors = components(points)
    tests = [stats.f_oneway(*[column[labels == c] for c in range(k)]) for column in points.T]
    return {
        "transform": transform,
        "scaling": scaling,
        "k": k,
        "sizes": np.bincount(labels),
        "within_ss": sum(within),
        "total_ss": ((points - points.mean(axis=0)) ** 2).sum(),
        "cluster": labels + 1,
        "silhouettes": metrics.silhouette_samples(points, labels),
        "centers": [data[labels == c].mean(axis=0) for c in range(k)],
        "centers_scaled": centers,
        "explained": shares[:2],
        "loadings": vectors[:, :2],
        "scores": (points - points.mean(axis=0)) @ vectors[:, :2],
        "f": [test.statistic for test in tests],
        "p": [test.pvalue for test in tests],
    }


def scalings():
    rng = np.random.default_rng(6)
    groups = [rng.lognormal(mean, 0.5, (size, 4)) for mean, size in ((1.0, 25), (2.5, 20), (4.0, 15))]
    data = np.round(np.concatenate(groups) * np.array([1, 10, 100, 1000]), 2)
    pairs = [("none", "robust"), ("none", "min-max"), ("none", "none"), ("log1p", "none"), ("log1p", "z-score"),
             ("log1p", "robust"), ("log1p", "min-max")]
    return {"data": data, "cases": [scaling_case(data, *pair, 3) for pair in pairs]}


def main():
    found = {
        "made_by": {
            "script": "tests/reference/measures.py",
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "summaries": summaries(),
        "f_tails": f_tails(),
        "silhouettes": silhouettes(),
        "scalings": scalings(),
    }
    (HERE / "measures.json").write_text(written(plain(found)) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
