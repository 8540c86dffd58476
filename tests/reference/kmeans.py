"""Expected values for k-means, computed without telaah: writes `kmeans.json` and `iris.csv` beside this script.

Made with numpy 2.4.6, scipy 1.17.1 and scikit-learn 1.9.1 on Python 3.11 (`just reference`).

- `iris`: scikit-learn's KMeans (Lloyd, tol 0), the best of 500 starts, raw and as z-scores (n - 1), k = 2, 3, 4.
  Clusters are numbered by the mean of their centre in the clustering space, highest first.
- `spss`: the procedure of SPSS QUICK CLUSTER, written here in numpy from its description: initial centres chosen by
  replacement, centres recomputed after all cases are assigned, at most 10 iterations, convergence 0. Once on the QRIS
  figures of the study `pekalongan-qris-2023`, and on random whole numbers (seeded, and listed in the JSON).
  Nothing is scaled.
- ANOVA: scipy.stats.f_oneway; silhouettes, Calinski-Harabasz, Davies-Bouldin, adjusted Rand: sklearn.metrics;
  explained shares of principal components: eigenvalues (numpy.linalg.eigh) of the covariance matrix.

Ties in the SPSS start go to the lowest index; the data of `ties` and `duplicates` are full of them.
A run that has not converged lists its initial centres, its history and its last centres, and nothing else: what SPSS
prints of memberships after an unfinished run is not documented well enough to be a reference.

Cross-check with another program: `python kmeans.py --pspp` runs GNU PSPP on the same data and compares. PSPP 1.6.2
(Debian 12) chose the same initial centres in all seven cases and found the same clusters in the six that converge. What
that does not show: PSPP numbers clusters in an order of its own, so the slots are compared by value only (that they are
SPSS's is shown by the paper's Table 2 alone); and PSPP's iterations are not ours, since with MXITER(1) its means count
the old centre as one more case. While this was written, seeds 1 to 30 of all six kinds were tried: all 180 had equal
initial centres; of the 164 that converged, 157 had equal clusters. So PSPP is a reference for the start alone.

Floats are written by `repr`: the shortest decimal that reads back as the same double.
"""

import argparse
import csv
import io
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.stats import f_oneway
from sklearn import metrics
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris

HERE = Path(__file__).resolve().parent
QRIS = HERE / "../../studies/pekalongan-qris-2023/table1.csv"
MAX_ITERATIONS = 10

# name: (seed, cases, variables, k, values below)
RANDOM_CASES = {
    "small": (12, 20, 2, 3, 100),
    "wide": (4, 40, 4, 5, 100),
    "pair": (19, 25, 3, 2, 1000),
    "ties": (7, 24, 2, 3, 6),
    "duplicates": (21, 30, 2, 4, 5),
    "slow": (10, 400, 2, 6, 1000),
}


def squared_distances(points, centers):
    """Squared Euclidean distances, a row per point and a column per centre."""
    return ((points[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2)


def distances(points, centers):
    return np.sqrt(squared_distances(points, centers))


def closest_pair(centers):
    """The two centres nearest to each other, lowest indices first, and their squared distance."""
    apart = squared_distances(centers, centers)
    pairs = [(apart[m, n], m, n) for m in range(len(centers)) for n in range(m + 1, len(centers))]
    return min(pairs)


def spss_start(points, k):
    """Initial centres of QUICK CLUSTER, and every replacement on the way: (case from 1, rule, slot from 1)."""
    centers, trace = points[:k].copy(), []
    for number, case in enumerate(points[k:], start=k + 1):
        to_case = squared_distances(case[None, :], centers)[0]
        nearest, second = np.argsort(to_case, kind="stable")[:2]
        smallest, m, n = closest_pair(centers)
        from_nearest = np.delete(squared_distances(centers[nearest][None, :], centers)[0], nearest)
        if to_case[nearest] > smallest:
            slot, rule = (m if to_case[m] <= to_case[n] else n), "a"
        elif to_case[second] > from_nearest.min():
            slot, rule = nearest, "b"
        else:
            continue
        centers[slot] = case
        trace.append({"case": number, "rule": rule, "slot": int(slot) + 1})
    return centers, trace


def quick_cluster(points, k):
    """Initial centres, then plain Lloyd iterations until no centre moves or the iterations are used up."""
    initial, trace = spss_start(points, k)
    centers, history, converged = initial.copy(), [], False
    while not converged and len(history) < MAX_ITERATIONS:
        labels = squared_distances(points, centers).argmin(axis=1)
        assert len(set(labels)) == k, "an empty cluster: not a case to learn from"
        means = np.array([points[labels == c].mean(axis=0) for c in range(k)])
        changes = np.sqrt(((means - centers) ** 2).sum(axis=1))
        history.append({"changes": changes})
        centers, converged = means, not changes.any()
    found = {
        "n": len(points),
        "k": k,
        "replacements": trace,
        "initial_centers": initial,
        "smallest_initial_distance": np.sqrt(closest_pair(initial)[0]),
        "iteration_history": history,
        "iterations": len(history),
        "converged": converged,
        "final_centers": centers,
    }
    if converged:
        labels = squared_distances(points, centers).argmin(axis=1)
        found |= {
            "initial_cluster": squared_distances(points, initial).argmin(axis=1) + 1,
            "initial_distances": distances(points, initial),
            "cluster": labels + 1,
            "distance": distances(points, centers).min(axis=1),
            "distances": distances(points, centers),
            "distances_between_centers": distances(centers, centers),
        } | quality(points, labels, k)
    return found


def quality(points, labels, k):
    """What can be said of a partition; `labels` from 0."""
    silhouettes = metrics.silhouette_samples(points, labels)
    within = [((points[labels == c] - points[labels == c].mean(axis=0)) ** 2).sum() for c in range(k)]
    return {
        "sizes": np.bincount(labels, minlength=k),
        "within_ss_by_cluster": within,
        "within_ss": sum(within),
        "total_ss": ((points - points.mean(axis=0)) ** 2).sum(),
        "silhouettes": silhouettes,
        "silhouette": silhouettes.mean(),
        "silhouette_by_cluster": [silhouettes[labels == c].mean() for c in range(k)],
        "calinski_harabasz": metrics.calinski_harabasz_score(points, labels),
        "davies_bouldin": metrics.davies_bouldin_score(points, labels),
        "anova": [anova(values, labels, k) for values in points.T],
        "explained": explained_shares(points),
    }


def anova(values, labels, k):
    groups = [values[labels == c] for c in range(k)]
    between = sum(len(g) * (g.mean() - values.mean()) ** 2 for g in groups)
    within = sum(((g - g.mean()) ** 2).sum() for g in groups)
    df1, df2 = k - 1, len(values) - k
    f, p = f_oneway(*groups)
    assert np.isclose(f, (between / df1) / (within / df2), rtol=1e-9)
    return {
        "cluster_mean_square": between / df1,
        "error_mean_square": within / df2,
        "f": f,
        "df1": df1,
        "df2": df2,
        "p": p,
    }


def explained_shares(points):
    eigenvalues = np.linalg.eigh(np.cov(points, rowvar=False))[0][::-1]
    return eigenvalues / eigenvalues.sum()


def best_of_500(points, own_units, k, species):
    """scikit-learn's best solution, its clusters renumbered from the highest centre to the lowest."""
    model = KMeans(k, init="k-means++", n_init=500, max_iter=1000, tol=0, algorithm="lloyd", random_state=2023)
    labels = model.fit(points).labels_
    scaled = np.array([points[labels == c].mean(axis=0) for c in range(k)])
    order = np.argsort(-scaled.mean(axis=1), kind="stable")
    labels = np.argsort(order)[labels]
    assert (squared_distances(points, scaled[order]).argmin(axis=1) == labels).all(), "not a fixed point"
    return {
        "k": k,
        "cluster": labels + 1,
        "centers": [own_units[labels == c].mean(axis=0) for c in range(k)],
        "centers_scaled": scaled[order],
        "distances_between_centers": distances(scaled[order], scaled[order]),
        "adjusted_rand_to_species": metrics.adjusted_rand_score(species, labels),
    } | quality(points, labels, k)


def iris():
    data = load_iris()
    raw, species = data.data, data.target_names[data.target]
    write_iris(raw, species)
    z = (raw - raw.mean(axis=0)) / raw.std(axis=0, ddof=1)
    spaces = {"none": raw, "z-score": z}
    return {
        "variables": ["sepal_length", "sepal_width", "petal_length", "petal_width"],
        "starts": 500,
        "scalings": {
            name: {str(k): best_of_500(points, raw, k, species) for k in (2, 3, 4)} for name, points in spaces.items()
        },
    }


def write_iris(raw, species):
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["id", "sepal_length", "sepal_width", "petal_length", "petal_width", "species"])
    for number, (values, name) in enumerate(zip(raw.tolist(), species), start=1):
        rows.writerow([f"{number:03}", *values, name])
    (HERE / "iris.csv").write_bytes(out.getvalue().encode())


def qris(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    points = np.array([[float(cell.replace(".", "")) for cell in row[2:]] for row in rows])
    return {"variables": header[2:], "keys": [row[1] for row in rows]} | quick_cluster(points, 2), points


def random_case(seed, cases, variables, k, below):
    points = np.random.default_rng(seed).integers(0, below, size=(cases, variables)).astype(float)
    return {"seed": seed, "data": points.astype(int)} | quick_cluster(points, k), points


def plain(value):
    """numpy values as what `json` writes; floats by their `repr`."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (np.ndarray, np.generic)):
        return plain(value.tolist())
    return value


def written(value, indent=0):
    """JSON with one line per list of plain values, so that a change shows as a short diff."""
    if isinstance(value, dict):
        pairs = [f"{json.dumps(key)}: {written(item, indent + 1)}" for key, item in value.items()]
    elif isinstance(value, list) and any(isinstance(item, (list, dict)) for item in value):
        pairs = [written(item, indent + 1) for item in value]
    else:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    start, end = "{}" if isinstance(value, dict) else "[]"
    space = "\n" + " " * (indent + 1)
    return start + space + ("," + space).join(pairs) + "\n" + " " * indent + end


def golden(found):
    """Values known before this script was written, from the project's notes: (name, computed, as written there)."""
    q, sepal = found["spss"]["qris"], found["iris"]["scalings"]
    rows = [(f"qris change {i} of iteration {t}", q["iteration_history"][t - 1]["changes"][i - 1], printed)
            for t, i, printed in [(1, 1, "238839.445"), (1, 2, "0.000"), (2, 1, "0.000"), (2, 2, "0.000")]]
    rows += [(f"qris F {i}", a["f"], printed) for i, (a, printed) in enumerate(
        zip(q["anova"], ["0.0063", "1.0138", "0.1803", "66.994", "44.200", "70.514"]), start=1)]
    rows += [(f"qris {name}", q[name], printed) for name, printed in [
        ("smallest_initial_distance", "572266.814"), ("within_ss", "96662356680.5"), ("silhouette", "0.5712969433"),
        ("calinski_harabasz", "11.0378632"), ("davies_bouldin", "0.2236455847")]]
    rows += [("qris centres apart", q["distances_between_centers"][0][1], "498952.941")]
    for scaling, k, within, silhouette, index, rand in [
        ("none", "2", "152.3479518", "0.6810461692", "513.9245460", "0.4042928372"),
        ("none", "3", "78.85144", "0.5528190124", "561.6277566", None),
        ("none", "4", "57.2284732", "0.4980505050", "530.7658082", "0.7803069839"),
        ("z-score", "3", "138.8883597", "0.4599482392", "241.9044017", "0.8335949465"),
    ]:
        of = sepal[scaling][k]
        rows += [(f"iris {scaling} k={k} {name}", of[name], printed) for name, printed in [
            ("within_ss", within), ("silhouette", silhouette), ("calinski_harabasz", index), ("davies_bouldin", rand)]
            if printed is not None]
    three = sepal["none"]["3"]
    rows += [("iris k=3 davies_bouldin", three["davies_bouldin"], "0.6619715465"),
             ("iris k=3 adjusted rand", three["adjusted_rand_to_species"], "0.7302382723")]
    rows += [(f"iris k=3 within SS of {size}", three["within_ss_by_cluster"][list(three["sizes"]).index(size)], printed)
             for size, printed in [(50, "15.15100"), (62, "39.82097"), (38, "23.87947")]]
    return rows


def agrees(computed, printed):
    return f"{computed:.{len(printed.partition('.')[2])}f}" == printed


def pspp(points, k):
    """Initial centres and membership as GNU PSPP's QUICK CLUSTER prints them."""
    names = [f"v{i}" for i in range(points.shape[1])]
    with tempfile.TemporaryDirectory() as folder:
        data, syntax, out = (Path(folder) / name for name in ("data.csv", "run.sps", "out.csv"))
        np.savetxt(data, points, fmt="%d", delimiter=",")
        variables = " ".join(f"{name} F10.0" for name in names)
        syntax.write_text(
            f'GET DATA /TYPE=TXT /FILE="{data}" /DELIMITERS="," /VARIABLES={variables}.\n'
            f"QUICK CLUSTER {' '.join(names)} /CRITERIA=CLUSTERS({k}) MXITER(100) CONVERGE(0.000000001)"
            " /PRINT=INITIAL CLUSTER.\n"
        )
        subprocess.run(["pspp", syntax, "-o", out], check=True)
        tables = out.read_text().split("\n\n")
    centers = next(table for table in tables if "Initial Cluster Centers" in table).splitlines()[3:]
    members = next(table for table in tables if "Cluster Membership" in table).splitlines()[2:]
    return (np.array([[float(x) for x in line.split(",")[1:]] for line in centers]).T,
            np.array([int(line.split(",")[1]) for line in members if line]))


def compare_with_pspp(name, found, points):
    """PSPP numbers clusters in an order of its own, so centres are matched by value and clusters through them."""
    theirs, members = pspp(points, found["k"])
    rows = {tuple(center): number for number, center in enumerate(theirs.tolist(), start=1)}
    number = [rows.get(tuple(center)) for center in found["initial_centers"].tolist()]
    print(f"pspp {name}: initial centres", "equal" if None not in number else "DIFFERENT", end=", ")
    if found["converged"]:
        same = all(number[ours - 1] == cluster for ours, cluster in zip(found["cluster"], members, strict=True))
        print("membership", "equal" if same else "DIFFERENT")
    else:
        print("membership not compared (not converged in 10 iterations)")


def main():
    arguments = argparse.ArgumentParser(description="Write kmeans.json and iris.csv.")
    arguments.add_argument("--qris", type=Path, default=QRIS, help="the printed table of the QRIS paper")
    arguments.add_argument("--pspp", action="store_true", help="also compare with GNU PSPP, which must be installed")
    options = arguments.parse_args()

    cases = {"qris": qris(options.qris)} | {name: random_case(*case) for name, case in RANDOM_CASES.items()}
    found = {
        "made_by": {
            "script": "tests/reference/kmeans.py",
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "iris": iris(),
        "spss": {name: case for name, (case, _) in cases.items()},
    }
    for name in RANDOM_CASES:
        rules = "".join(step["rule"] for step in found["spss"][name]["replacements"])
        assert "a" in rules and "b" in rules, f"{name}: {rules}"
    wrong = [row for row in golden(found) if not agrees(*row[1:])]
    for name, computed, printed in wrong:
        print(f"{name}: {computed!r} is not {printed}")
    print(f"{len(golden(found)) - len(wrong)} of {len(golden(found))} values written down before agree")
    if options.pspp:
        for name, (case, points) in cases.items():
            compare_with_pspp(name, case, points)
    (HERE / "kmeans.json").write_text(written(plain(found)) + "\n", encoding="utf-8", newline="\n")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
