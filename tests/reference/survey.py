"""Expected values for the statistics of a survey: writes `survey.json` beside this script.

Made with numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1, scikit-posthocs 0.17.1 and pingouin 0.7.0 on Python 3.11
(`just reference`). `survey.R` has what R is the reference for.

- `friedman`: scipy.stats.friedmanchisquare of random ratings from 1 to 5 with many ties, and of measurements without; Kendall's
  W: pingouin.friedman. Mean ranks: scipy.stats.rankdata of every row. With two objects, which scipy does not take, chi-squared is
  written here from the ranks.
- `wilcoxon`: scipy.stats.wilcoxon, `zero_method` "wilcox", `correction` False; `method` "exact" without ties or zeros for
  at most 25 pairs, else "asymptotic", whose z is that of the smaller sum in scipy and gets the sign of W+ - W- here. The rank-biserial
  correlation: pingouin.wilcoxon, which drops zeros too.
- `alpha`: pingouin.cronbach_alpha of random answers; its interval is Feldt's, rounded to three decimals there.
- `components`: sklearn.decomposition.PCA, signs by the rule of telaah: the first number of greatest size is positive.
- `dunn`: scikit_posthocs.posthoc_dunn with Holm of answers from 1 to 5 in groups; scipy.stats.kruskal. (FSA's dunnTest could not be
  had here; iris sepal widths by species are in `validation.json`.)
- `welch`: pingouin.welch_anova and pairwise_gameshowell of iris sepal widths by species, and of random groups with other variances.
- `studentized_range`: scipy.stats.studentized_range.sf over a grid.
- `quantiles`: scipy.stats.t.ppf and f.ppf.

Random numbers are numpy's default_rng with the seeds given here. Floats are written by `repr`.
"""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas
import pingouin
import scikit_posthocs
from scipy import stats
from sklearn.decomposition import PCA

from kmeans import plain, written
from validation import iris

HERE = Path(__file__).resolve().parent


def friedman():
    rng = np.random.default_rng(51)
    cases = [rng.integers(1, 6, (n, k)).astype(float) for n, k in ((5, 3), (30, 3), (238, 3), (12, 6), (40, 2))]
    cases += [rng.normal(0, 1, (9, 4)) + np.arange(4) * 0.5, rng.integers(3, 5, (20, 4)).astype(float)]
    return [friedman_test(rows) for rows in cases]


def friedman_test(rows):
    ranks = np.apply_along_axis(stats.rankdata, 1, rows)
    n, k = rows.shape
    if k > 2:
        chi_square, p = stats.friedmanchisquare(*rows.T)
        w = pingouin.friedman(pandas.DataFrame(rows))["W"].iloc[0]
    else:
        prefer = np.sign(rows[:, 0] - rows[:, 1])
        chi_square = prefer.sum() ** 2 / (prefer**2).sum()
        p, w = stats.chi2.sf(chi_square, 1), chi_square / n
    return {"rows": rows, "chi_square": chi_square, "p": p, "w": w, "mean_ranks": ranks.mean(axis=0)}


def wilcoxon():
    rng = np.random.default_rng(52)
    pairs = [(rng.integers(1, 6, n).astype(float), rng.integers(1, 6, n).astype(float)) for n in (8, 30, 238)]
    pairs += [(rng.integers(3, 6, n).astype(float), rng.integers(1, 5, n).astype(float)) for n in (25, 60)]
    pairs += [(rng.normal(0.3, 1, n), rng.normal(0, 1, n)) for n in (1, 4, 10, 25, 26, 80)]
    # Averages of three and of seven answers, whose differences are equal up to their last bits.
    pairs += [(rng.integers(7, 36, n) / 7, rng.integers(7, 36, n) / 7) for n in (40, 120)]
    pairs += [(rng.integers(3, 16, 50) / 3, rng.integers(3, 16, 50) / 3)]
    return [wilcoxon_test(first, second) for first, second in pairs]


def wilcoxon_test(first, second):
    # Rounded to ten decimals, so that differences of one size are one number.
    differences = np.round(first - second, 10)
    left = differences[differences != 0]
    exact = len(left) == len(first) and len(np.unique(np.abs(left))) == len(left) and len(left) <= 25
    test = stats.wilcoxon(
        differences, zero_method="wilcox", correction=False, method="exact" if exact else "asymptotic"
    )
    ranks = stats.rankdata(np.abs(left))
    found = pingouin.wilcoxon(differences, np.zeros(len(differences))) if len(left) > 1 else None
    return {
        "first": first,
        "second": second,
        "zeros": len(first) - len(left),
        "w_plus": ranks[left > 0].sum(),
        "w_minus": ranks[left < 0].sum(),
        "statistic": test.statistic,
        "z": None if exact else np.copysign(test.zstatistic, ranks[left > 0].sum() - ranks[left < 0].sum()),
        "p": test.pvalue,
        "rank_biserial": found["RBC"].iloc[0] if found is not None else np.sign(left[0]),
        "exact": exact,
    }


def alpha():
    rng = np.random.default_rng(53)
    cases = []
    for n, items in ((10, 2), (50, 5), (238, 12)):
        rows = np.clip(np.round(3 + rng.normal(0, 1, (n, 1)) + rng.normal(0, 1, (n, items))), 1, 5)
        value, interval = pingouin.cronbach_alpha(data=pandas.DataFrame(rows))
        cases.append({"rows": rows, "raw": value, "interval": interval})
    return cases


def components():
    rng = np.random.default_rng(54)
    cases = []
    for shape in ((3, 5), (20, 4), (6, 6)):
        rows = np.round(rng.normal(3, 1, shape), 2)
        found = PCA().fit(rows)
        kept = min(shape[1], shape[0] - 1)
        vectors = found.components_[:kept]
        first = [v[np.argmax(np.abs(v) > np.abs(v).max() - 1e-9)] for v in vectors]
        vectors = vectors * np.sign(first)[:, None]
        cases.append(
            {
                "rows": rows,
                "vectors": vectors.T,
                "eigenvalues": found.explained_variance_[:kept],
                "shares": found.explained_variance_ratio_[:kept],
                "scores": (rows - found.mean_) @ vectors.T,
            }
        )
    return cases


def dunn():
    rng = np.random.default_rng(55)
    cases = []
    for sizes in ((80, 90, 68), (20, 35, 15, 40)):
        groups = [np.clip(np.round(rng.normal(3 + 0.4 * i, 1, n)), 1, 5) for i, n in enumerate(sizes)]
        test = stats.kruskal(*groups)
        pairs = scikit_posthocs.posthoc_dunn(groups, p_adjust="holm").to_numpy()
        plain_pairs = scikit_posthocs.posthoc_dunn(groups).to_numpy()
        upper = np.triu_indices(len(groups), 1)
        cases.append(
            {"groups": groups, "h": test.statistic, "p": test.pvalue, "pairs": plain_pairs[upper], "holm": pairs[upper]}
        )
    return cases


def welch():
    rng = np.random.default_rng(56)
    columns, species = iris()
    kinds = sorted(set(species), key=species.index)
    cases = [[columns["sepal_width"][[s == kind for s in species]] for kind in kinds]]
    cases += [[rng.normal(i, 1 + 2 * i, n) for i, n in enumerate(sizes)] for sizes in ((5, 9), (12, 4, 30, 8), (3, 3, 3))]
    return [welch_test(groups) for groups in cases]


def welch_test(groups):
    labels = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    table = pandas.DataFrame({"value": np.concatenate(groups), "group": labels})
    test = pingouin.welch_anova(table, dv="value", between="group").iloc[0]
    pairs = pingouin.pairwise_gameshowell(table, dv="value", between="group")
    return {
        "groups": groups,
        "test": [test["F"], test["ddof2"], test["p_unc"]],
        "pairs": [[row["diff"], row["T"], row["df"], row["pval"]] for _, row in pairs.iterrows()],
    }


def studentized_range():
    grid = [(q, k, df) for q in (0.1, 1.0, 2.5, 4.0, 7.0) for k in (2, 3, 5, 12) for df in (2.0, 5.5, 30.0, 237.0, 2000.0)]
    return [{"q": q, "k": k, "df": df, "p": stats.studentized_range.sf(q, k, df)} for q, k, df in grid]


def quantiles():
    probabilities = (0.001, 0.025, 0.2, 0.5, 0.9, 0.975, 0.9999)
    ts = [{"p": p, "df": df, "x": stats.t.ppf(p, df)} for p in probabilities for df in (1, 2.5, 29, 237, 10000)]
    fs = [
        {"p": p, "df1": a, "df2": b, "x": stats.f.ppf(p, a, b)}
        for p in probabilities
        for a in (1, 4, 237)
        for b in (2, 45.5, 2607)
    ]
    return {"t": ts, "f": fs}


def main():
    packages = ("numpy", "scipy", "scikit-learn", "scikit-posthocs", "pingouin")
    made_by = {"script": "tests/reference/survey.py"} | {name: version(name) for name in packages}
    found = {
        "made_by": made_by,
        "friedman": friedman(),
        "wilcoxon": wilcoxon(),
        "alpha": alpha(),
        "components": components(),
        "dunn": dunn(),
        "welch": welch(),
        "studentized_range": studentized_range(),
        "quantiles": quantiles(),
    }
    (HERE / "survey.json").write_text(written(plain(found)) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
