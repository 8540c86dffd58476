"""Expected values for correlations, tests of groups and the validation of segments: writes `validation.json` beside
this script.

Made with numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1, statsmodels 0.15.0 and scikit-posthocs 0.17.1 on Python 3.11
(`just reference`).

- `correlations`: scipy.stats.pearsonr and spearmanr of random pairs, with ties, few units and strong relations.
- `kruskal`: scipy.stats.kruskal of random groups with ties and of iris sepal widths by species; epsilon squared is
  H / (n - 1). Dunn's p values, plain and by Holm: scikit_posthocs.posthoc_dunn. Eta squared: from scipy.stats.f_oneway,
  F (k - 1) / (F (k - 1) + n - k).
- `holm`: statsmodels.stats.multitest.multipletests.
- `contingency`: scipy.stats.chi2_contingency without continuity correction and scipy.stats.contingency.association
  (Cramer's V) of random tables; the corrected V after Bergsma (2013), written here in numpy.
- `tails`: scipy.stats.chi2.sf and norm.sf over a grid.
- `skewness`: scipy.stats.skew, the ratio of moments.
- `iris`: scikit-learn's KMeans on the z-scores of the petals, k = 3, clusters numbered by the mean of their centre,
  highest first; quartiles by numpy; validated on sepal width and species, some of which are made missing by row number.
  Sepal length is a third column. A marker's share is of the squared distance between the cluster's centre and 0.

Random numbers are numpy's default_rng with the seeds given here. Floats are written by `repr`.
"""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import scikit_posthocs
from scipy import stats
from scipy.stats import contingency
from sklearn.cluster import KMeans
from statsmodels.stats.multitest import multipletests

from kmeans import plain, written

HERE = Path(__file__).resolve().parent


def correlations():
    rng = np.random.default_rng(11)
    pairs = [(rng.normal(0, 1, n), rng.normal(0, 1, n)) for n in (3, 4, 10, 68)]
    pairs += [(rng.integers(0, 4, n).astype(float), rng.integers(0, 3, n).astype(float)) for n in (12, 40)]
    base = rng.lognormal(10, 2, 30)
    pairs += [(base, base * 2 + rng.normal(0, base.std() / 9, 30)), (base, -base + rng.normal(0, 1e4, 30)), (base + 1e12, base)]
    rows = []
    for x, y in pairs:
        pearson, spearman = stats.pearsonr(x, y), stats.spearmanr(x, y)
        rows.append({"x": x, "y": y, "pearson": pearson.statistic, "pearson_p": pearson.pvalue,
                     "spearman": spearman.statistic, "spearman_p": spearman.pvalue})
    return rows


def group_test(groups):
    found = stats.kruskal(*groups)
    n, k = sum(map(len, groups)), len(groups)
    plain_p = scikit_posthocs.posthoc_dunn([list(group) for group in groups]).to_numpy()
    holm_p = scikit_posthocs.posthoc_dunn([list(group) for group in groups], p_adjust="holm").to_numpy()
    f = stats.f_oneway(*groups).statistic
    upper = [(a, b) for a in range(k) for b in range(a + 1, k)]
    return {
        "groups": [list(group) for group in groups],
        "h": found.statistic,
        "df": k - 1,
        "p": found.pvalue,
        "epsilon_squared": found.statistic / (n - 1),
        "eta_squared": f * (k - 1) / (f * (k - 1) + n - k),
        "pairs": [{"a": a, "b": b, "p": plain_p[a, b], "p_holm": holm_p[a, b]} for a, b in upper],
    }


def iris():
    rows = [line.split(",") for line in (HERE / "iris.csv").read_text(encoding="utf-8").split()]
    head, rows = rows[0], rows[1:]
    numbers = np.array([[float(cell) for cell in row[1:5]] for row in rows])
    return {name: numbers[:, j] for j, name in enumerate(head[1:5])}, [row[5] for row in rows]


def kruskal():
    rng = np.random.default_rng(12)
    columns, species = iris()
    kinds = sorted(set(species), key=species.index)
    cases = [[columns["sepal_width"][[s == kind for s in species]] for kind in kinds]]
    cases += [[rng.integers(0, 6, n).astype(float) for n in sizes] for sizes in ((5, 7), (10, 3, 8), (4, 4, 4, 4, 4))]
    cases += [[rng.lognormal(0, 2, n) * (i + 1) for i, n in enumerate((20, 30, 1))]]
    return [group_test(groups) for groups in cases]


def holm():
    rng = np.random.default_rng(13)
    families = [rng.uniform(0, 1, m) ** 3 for m in (1, 2, 5, 20)] + [np.array([0.01, 0.01, 0.5, 0.02])]
    return [{"p": p, "adjusted": multipletests(p, method="holm")[1]} for p in families]


def association(counts):
    counts = np.asarray(counts)
    test = stats.chi2_contingency(counts, correction=False)
    n, (r, c) = counts.sum(), counts.shape
    phi = max(0.0, test.statistic / n - (r - 1) * (c - 1) / (n - 1))
    least = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    return {
        "counts": counts,
        "chi_square": test.statistic,
        "df": test.dof,
        "p": test.pvalue,
        "cramers_v": contingency.association(counts, method="cramer"),
        "cramers_v_corrected": np.sqrt(phi / least),
        "expected_below_5": (test.expected_freq < 5).mean(),
    }


def tables():
    rng = np.random.default_rng(14)
    return [association(rng.integers(1, most, shape))
            for most, shape in ((9, (2, 2)), (20, (3, 4)), (60, (5, 2)), (4, (3, 12)), (400, (4, 4)))]


def tails():
    rows = [{"chi_square": x, "df": df, "p": stats.chi2.sf(x, df)}
            for df in (1, 2, 3, 10, 60) for x in (1e-3, 0.5, 1.0, 2.5, 9.0, 40.0, 300.0)]
    rows = [row for row in rows if row["p"] > 1e-280]
    return {"chi_square": rows, "normal": [{"z": z, "p": 2 * stats.norm.sf(abs(z))} for z in (-8.0, -1.0, 0.1, 1.96, 20.0)]}


def skewness():
    rng = np.random.default_rng(15)
    samples = [rng.lognormal(0, 1, 30), rng.normal(0, 1, 12), rng.integers(0, 3, 25).astype(float)]
    return [{"values": sample, "skewness": stats.skew(sample)} for sample in samples]


def spread(values):
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    return {"n": len(values), "mean": values.mean(), "sd": values.std(ddof=1), "median": middle, "q1": low, "q3": high,
            "min": values.min(), "max": values.max(), "zeros": int((values == 0).sum())}


def validated():
    columns, species = iris()
    names = ["petal_length", "petal_width"]
    data = np.column_stack([columns[name] for name in names])
    z = (data - data.mean(axis=0)) / data.std(axis=0, ddof=1)
    labels = KMeans(3, n_init=200, tol=0, random_state=1).fit(z).labels_
    labels = np.argsort(np.argsort([-z[labels == c].mean() for c in range(3)]))[labels]
    centers = np.array([z[labels == c].mean(axis=0) for c in range(3)])
    width, kept = columns["sepal_width"], np.arange(150) % 10 != 9
    named = np.arange(150) % 17 != 16
    kinds, sizes = np.unique(np.array(species)[named], return_counts=True)
    kinds = [kind for _, kind in sorted(zip(-sizes, kinds))]
    counts = [[int(sum((labels == c) & named & (np.array(species) == kind))) for kind in kinds] for c in range(3)]
    tests = {
        "sepal_width": group_test([width[(labels == c) & kept] for c in range(3)]),
        "sepal_length": group_test([columns["sepal_length"][labels == c] for c in range(3)]),
        "species": association(counts),
    }
    adjusted = multipletests([test["p"] for test in tests.values()], method="holm")[1]
    marks = []
    for c in range(3):
        order = sorted(range(2), key=lambda j: -abs(centers[c, j]))
        shares = centers[c] ** 2 / (centers[c] ** 2).sum()
        marks.append([{"variable": names[j], "z": centers[c, j], "share": shares[j]} for j in order if abs(centers[c, j]) >= 0.5])
    pearson, spearman = stats.pearsonr(*data.T), stats.spearmanr(*data.T)
    return {
        "cluster": labels + 1,
        "spread": [{name: spread(columns[name][labels == c]) for name in names} for c in range(3)],
        "markers": marks,
        "eta_squared": {name: group_test([columns[name][labels == c] for c in range(3)])["eta_squared"] for name in names},
        "correlation": {"n": 150, "pearson": pearson.statistic, "pearson_p": pearson.pvalue,
                        "spearman": spearman.statistic, "spearman_p": spearman.pvalue},
        "validation": {name: {**test, "p_holm": p} for (name, test), p in zip(tests.items(), adjusted)},
        "categories": kinds,
        "missing": {"sepal_width": int((~kept).sum()), "sepal_length": 0, "species": int((~named).sum())},
    }


def main():
    packages = ["numpy", "scipy", "scikit-learn", "statsmodels", "scikit-posthocs"]
    found = {
        "made_by": {"script": "tests/reference/validation.py", **{name: version(name) for name in packages}},
        "correlations": correlations(),
        "kruskal": kruskal(),
        "holm": holm(),
        "contingency": tables(),
        "tails": tails(),
        "skewness": skewness(),
        "iris": validated(),
    }
    (HERE / "validation.json").write_text(written(plain(found)) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
