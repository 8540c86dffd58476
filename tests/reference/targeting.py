"""Expected values for targeting: writes `targeting.json` beside this script, for the study `fixtures/studies/shops`.

Made with numpy 2.4.6, pandas 3.1.1, inequality 1.1.2 (PySAL) and scikit-learn 1.9.1 on Python 3.11 (`just reference`). Written without telaah's code in view of
the study's own words: criteria, eligibility, gaps, ranks, potential, concentration, quadrants and what-if. Whether a
target is met is decided in exact fractions. Segments are scikit-learn's KMeans (best of 50 starts) on z-scores (n - 1),
numbered by the mean of their z-scores, highest first.

Gini: half the relative mean absolute difference over all pairs, which is another formula than telaah's; the raw one, as
`ineq::Gini(x, corr = FALSE)` of R defines it. Lorenz: cumulated shares in ascending order. Medians: numpy.

`spreadsheet` counts the criteria a second time with pandas, column by column in floating-point numbers, as a spreadsheet would.
`gini_pysal` is that of PySAL's inequality 1.1.2, which has another formula again.

Concentrations of other samples (`concentrations`): numpy's default_rng, Pareto, log-normal, with zeros and with ties.
"""

import csv
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
from inequality.gini import Gini
from sklearn.cluster import KMeans

from kmeans import plain, written

HERE = Path(__file__).resolve().parent
SHOPS = HERE.parent / "fixtures/studies/shops/shops.csv"
CRITERIA = {
    # name: (measure, of, sign of better, threshold, whole, eligible)
    "online": (lambda r: r["online_months"], None, 1, Fraction(6), True, lambda r: r["kind"] == "shop"),
    "card": (
        lambda r: r["card"],
        lambda r: None if r["card"] is None or r["cash"] is None else r["card"] + r["cash"],
        1, Fraction(60, 100), True, lambda r: r["kind"] == "shop",
    ),
    "returns": (lambda r: r["returned"], lambda r: r["sold"], -1, Fraction(5, 100), True, lambda r: r["kind"] == "shop"),
    "loyalty": (
        lambda r: r["loyalty"],
        lambda r: None if r["budget"] is None else 12 * r["budget"],
        1, Fraction(125, 1000), False, lambda r: r["budget"] is not None and r["budget"] > 0,
    ),
}


def read():
    rows = []
    with open(SHOPS, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            text = {"shop", "name", "kind"}
            rows.append({k: v if k in text else (Fraction(v) if v else None) for k, v in row.items()})
    return sorted(rows, key=lambda row: row["shop"])


def segments(rows):
    inside = [r for r in rows if r["visits"] is not None]
    data = np.array([[float(r["orders"]), float(r["visits"])] for r in inside])
    z = (data - data.mean(axis=0)) / data.std(axis=0, ddof=1)
    labels = KMeans(3, n_init=50, random_state=0, tol=0).fit(z).labels_
    order = sorted(range(3), key=lambda s: -z[labels == s].mean())
    return {r["shop"]: order.index(int(label)) + 1 for r, label in zip(inside, labels)}


def assess(row):
    found = {}
    for name, (measure, of, sign, threshold, whole, eligible) in CRITERIA.items():
        one = dict.fromkeys(["measure", "of", "value", "target", "gap", "gap_value", "attainment"])
        one.update(eligible=bool(eligible(row)), assessed=False, met=False)
        found[name] = one
        one["measure"] = measure(row)
        divisor = of(row) if of else None
        one["of"] = divisor if divisor else None
        if not one["eligible"] or one["measure"] is None or (of and not divisor):
            continue
        one["assessed"] = True
        one["value"] = one["measure"] / divisor if of else one["measure"]
        one["target"] = threshold * divisor if of else threshold
        lack = sign * (one["target"] - one["measure"])
        one["met"] = lack <= 0
        gap = max(lack, Fraction(0))
        one["gap"] = Fraction(math.ceil(gap)) if whole else gap
        one["gap_value"] = Fraction(0) if one["met"] else sign * (threshold - one["value"])
        reached = one["value"] / threshold if sign > 0 else (threshold / one["value"] if one["value"] else None)
        one["attainment"] = Fraction(1) if one["met"] else min(Fraction(1), reached)
    return found


def middle(values):
    return float(np.median([float(v) for v in values])) if len(values) else None


def close(one, threshold, whole):
    """A tenth of the threshold or less away, or one whole thing."""
    return one["assessed"] and not one["met"] and (one["gap_value"] <= abs(threshold) / 10 or whole and one["gap"] <= 1)


def summary(units, name):
    here = [u["criteria"][name] for u in units]
    eligible, assessed = sum(o["eligible"] for o in here), sum(o["assessed"] for o in here)
    met = sum(o["met"] for o in here)
    gaps = [o["gap"] for o in here if o["assessed"] and not o["met"]]
    return {
        "n": len(units), "eligible": eligible, "assessed": assessed, "met": met, "unmet": assessed - met,
        "not_assessed": eligible - assessed, "share": met / assessed if assessed else None,
        "gap": sum(gaps, Fraction(0)), "gap_mean": sum(gaps, Fraction(0)) / len(gaps) if gaps else None,
        "median": middle([o["value"] for o in here if o["assessed"]]),
    }


def potential(units, total):
    values = [u["potential"] for u in units if u["potential"] is not None]
    return {
        "n": len(values), "missing": len(units) - len(values), "total": sum(values), "share": sum(values) / total,
        "mean": sum(values) / len(values), "median": middle(values), "min": min(values), "max": max(values),
    }


def concentration(values):
    x = np.sort(np.array([float(v) for v in values]))
    n, total = len(x), x.sum()
    down = np.cumsum(x[::-1]) / total
    return {
        "gini": np.abs(x[:, None] - x[None, :]).sum() / (2 * n * n * x.mean()),
        "lorenz": [{"units": i / n, "share": s} for i, s in enumerate([0.0, *(np.cumsum(x) / total)])],
        "top": [{"units": k, "share": down[k - 1]} for k in (5, 10, 20, 50) if k < n],
        "reaching": [{"share": s, "units": int((down < s - 1e-12).sum()) + 1} for s in (0.5, 0.8)],
    }


def by_potential(unit):
    return (
        -(unit["potential"] if unit["potential"] is not None else -math.inf),
        unit["adoption"] if unit["adoption"] is not None else math.inf,
        unit["key"],
    )


def rank(units):
    for name in CRITERIA:
        here = [u["criteria"][name] for u in units]
        gaps = pd.Series([float(o["gap_value"]) if o["assessed"] and not o["met"] else math.nan for o in here])
        for one, place in zip(here, gaps.rank(method="min", ascending=False)):
            one["rank"] = None if math.isnan(place) else int(place)
    units.sort(key=lambda u: (-u["unmet"], not u["target"], *by_potential(u)))
    for i, unit in enumerate(units):
        unit["rank"] = i + 1


def quadrants(units):
    both = [u for u in units if u["potential"] is not None and u["adoption"] is not None]
    lines = [np.median([float(u[k]) for u in both]) for k in ("potential", "adoption")]
    on = [sum(float(u[k]) == line for u in both) for line, k in zip(lines, ("potential", "adoption"))]
    only = [line <= min(float(u[k]) for u in both) for line, k in zip(lines, ("potential", "adoption"))]
    names = {(True, False): "priority", (True, True): "keep", (False, False): "later", (False, True): "ahead"}
    counts = dict.fromkeys(names.values(), 0)
    for unit in units:
        unit["quadrant"] = None
    for unit in both:
        high = [float(unit[k]) > line if above else float(unit[k]) >= line
                for k, line, above in zip(("potential", "adoption"), lines, only)]
        unit["quadrant"] = names[tuple(bool(h) for h in high)]
        counts[unit["quadrant"]] += 1
    held = sum(u["potential"] for u in both if u["quadrant"] == "priority")
    first = [u for u in sorted(units, key=lambda u: u["rank"]) if u["target"]][:20]
    return {
        "n": len(both), "without": len(units) - len(both),
        "potential": {"at": lines[0], "declared": False, "on": on[0], "high": counts["priority"] + counts["keep"]},
        "adoption": {"at": lines[1], "declared": False, "on": on[1], "high": counts["ahead"] + counts["keep"]},
        **counts, "priority_potential": held,
        "priority_share": held / sum(u["potential"] for u in units if u["potential"] is not None),
        "first": len(first), "first_priority": sum(u["quadrant"] == "priority" for u in first),
    }


def what_if(units, rows, segment, like):
    measures = []
    for name, (_, of, sign, threshold, whole, _) in CRITERIA.items():
        side = lambda s: [u["criteria"][name] for u in units if u["segment"] == s and u["criteria"][name]["assessed"]]
        here, there = side(segment), sorted(o["value"] for o in side(like))
        half = len(there) // 2
        to = there[half] if len(there) % 2 else (there[half - 1] + there[half]) / 2
        added, raised, met_after = Fraction(0), 0, 0
        for one in here:
            goal = to * (one["of"] if of else 1)
            if whole:
                goal = Fraction(math.ceil(goal) if sign > 0 else math.floor(goal))
            change = goal - one["measure"]
            after = one["measure"]
            if sign * change > 0:
                added, raised, after = added + change, raised + 1, goal
            met_after += sign * (after - one["target"]) >= 0
        measures.append({
            "better": sign * (to - Fraction(middle([o["value"] for o in here]))) > 0,
            "additional_mean": added / raised if raised else None,
            "like_share": sum(o["met"] for o in side(like)) / len(side(like)), "like_meets": sign * (to - threshold) >= 0,
            "name": name, "criterion": True, "from": middle([o["value"] for o in here]), "to": to, "n": len(here),
            "raised": raised, "additional": added, "met_before": sum(o["met"] for o in here), "met_after": met_after,
        })
    for name in ("orders", "visits"):
        key = {u["key"]: u["segment"] for u in units}
        side = lambda s: [r[name] for r in rows if key[r["shop"]] == s]
        here, to = side(segment), middle(side(like))
        goal = Fraction(math.ceil(to))
        added = [goal - v for v in here if v < goal]
        measures.append({"name": name, "criterion": False, "from": middle(here), "to": to, "n": len(here),
                         "raised": len(added), "additional": sum(added, Fraction(0)), "met_before": None,
                         "met_after": None})
    return {"segment": segment, "like": like, "measures": measures}


def shops():
    rows = read()
    number = segments(rows)
    units = []
    for row in rows:
        criteria = assess(row)
        of = lambda key: sum(o[key] for o in criteria.values())
        reached = [o["attainment"] for o in criteria.values() if o["attainment"] is not None]
        units.append({
            "key": row["shop"], "name": row["name"], "segment": number.get(row["shop"]), "potential": row["turnover"],
            "criteria": criteria, "eligible": of("eligible"), "assessed": of("assessed"), "met": of("met"),
            "unmet": of("assessed") - of("met"),
            "target": any(o["eligible"] and not o["met"] for o in criteria.values()),
            "adoption": sum(reached) / len(reached) if reached else None,
            "reasons": [{"criterion": name, "why": "unmet" if o["assessed"] else "not_assessed"}
                        for name, o in criteria.items() if o["eligible"] and not o["met"]],
        })
    rank(units)
    groups = [[u for u in units if u["segment"] == s] for s in (1, 2, 3, None)]
    known = [u["potential"] for u in units if u["potential"] is not None]
    targets = lambda us: {
        "n": len(us), "targeted": sum(u["target"] for u in us), "share": sum(u["target"] for u in us) / len(us),
        "all_met": sum(u["eligible"] > 0 and u["met"] == u["eligible"] for u in us),
        "not_eligible": sum(u["eligible"] == 0 for u in us), "with_unmet": sum(u["unmet"] > 0 for u in us),
        "only_not_assessed": sum(u["target"] and u["unmet"] == 0 for u in us),
        "none_assessed": sum(u["eligible"] > 0 and u["assessed"] == 0 for u in us),
        "by_unmet": [sum(u["unmet"] == i for u in us) for i in range(len(CRITERIA) + 1)],
    }
    near = lambda name: sum(close(u["criteria"][name], CRITERIA[name][3], CRITERIA[name][4]) for u in units)
    above = lambda value: value is not None and value > 0
    idle = lambda u: [u["criteria"][n]["measure"] for n in CRITERIA if CRITERIA[n][2] > 0 and u["criteria"][n]["eligible"]]
    return {
        "n": len(units), "without_segment": len(groups[-1]),
        "inactive": [u["key"] for u in units if any(v == 0 for v in idle(u)) and not any(above(v) for v in idle(u))],
        "criteria": [{"name": name, **summary(units, name), "close": near(name), "by_segment": [summary(g, name) for g in groups]}
                     for name in CRITERIA],
        "potential": {"all": potential(units, sum(known)), "by_segment": [potential(g, sum(known)) for g in groups],
                      "concentration": concentration(known), "zero": 1, "negative": 0},
        "targets": {**targets(units), "by_segment": [targets(g) for g in groups],
                    "fewer_apply": sum(0 < u["eligible"] < len(CRITERIA) for u in units)},
        "quadrants": quadrants(units),
        "what_if": [what_if(units, rows, s, s - 1) for s in (2, 3)],
        "units": units,
    }


def concentrations():
    rng = np.random.default_rng(4)
    samples = [[5.0], [1.0, 1.0], [0.0, 0.0, 7.0], (rng.pareto(1.1, 60) * 1e6).round().tolist(),
               rng.lognormal(18, 1.5, 238).round().tolist(), rng.integers(0, 3, 41).astype(float).tolist()]
    outside = lambda sample: {"gini_pysal": Gini(np.array(sample, dtype=float)).g}
    return [{"values": sample, **concentration(sample), **outside(sample)} for sample in samples]


def spreadsheet():
    """Counts of the criteria as a spreadsheet would make them: columns of floating-point numbers, filtered and counted."""
    d = pd.read_csv(SHOPS, dtype={"shop": str})
    shop = d[d.kind == "shop"]
    asked = {
        "online": (shop, shop.online_months >= 6, shop.online_months.notna()),
        "card": (shop, shop.card / (shop.card + shop.cash) >= 0.6, (shop.card + shop.cash) > 0),
        "returns": (shop, shop.returned / shop.sold <= 0.05, (shop.sold > 0) & shop.returned.notna()),
    }
    money = d[d.budget > 0]
    asked["loyalty"] = (money, money.loyalty / (12 * money.budget) >= 0.125, money.loyalty.notna())
    return {
        name: {"eligible": len(rows), "assessed": int(known.sum()), "met": int((met & known).sum()),
               "potential_of_met": float(rows[met & known].turnover.sum())}
        for name, (rows, met, known) in asked.items()
    }


def floats(tree):
    if isinstance(tree, dict):
        return {key: floats(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [floats(value) for value in tree]
    return float(tree) if isinstance(tree, Fraction) else plain(tree)


if __name__ == "__main__":
    found = floats({"shops": shops(), "concentrations": concentrations(), "spreadsheet": spreadsheet()})
    (HERE / "targeting.json").write_text(written(found) + "\n", encoding="utf-8", newline="\n")
