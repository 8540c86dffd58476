"""Expected values for surveys: writes `positioning.json` beside this script.

Made with numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, scikit-posthocs 0.17.1 and scikit-learn 1.9.1 on Python 3.11
(`just reference`). Two surveys are drawn with numpy's default_rng, answers as they are after reversed items were turned
around. `units`: three objects, three segments of units with one to three respondents, missing answers, one who answered
nothing, one whose unit has no segment. `plain`: two objects, no units, a construct of one item, validity against all items.

Scores are exact fractions, so equal means are equal whatever their order; validity is `scipy.stats.pearsonr` with the
critical value from `scipy.stats.t`; alpha and Feldt's interval by their formulas on numpy's covariances and `scipy.stats.f`;
loadings minimise the maximum-likelihood discrepancy (`scipy.optimize`, BFGS and then the root of its gradient);
comparisons are `scipy.stats.kruskal`, `scikit_posthocs.posthoc_dunn`, `friedmanchisquare` and `wilcoxon` (zero_method
"wilcox", no continuity correction, asymptotic), Holm by statsmodels; rank-biserial after Kerby (2014) from the signed
ranks of `rankdata`; the map is `sklearn.decomposition.PCA`, each component turned so that its largest loading is positive.
"""

from fractions import Fraction
from itertools import combinations
from math import ceil, sqrt
from pathlib import Path

import numpy as np
import scikit_posthocs
from scipy import optimize, stats
from sklearn.decomposition import PCA
from statsmodels.stats.multitest import multipletests

from kmeans import plain, written

HERE = Path(__file__).resolve().parent
LEVEL = 0.05
CONFIDENCE = 0.95

UNITS = {
    "name": "units",
    "objects": ["web", "app", "desk"],
    "constructs": {"ease": ["e1", "e2", "e3"], "use": ["u1", "u2", "u3", "u4"], "intent": ["i1", "i2", "i3"]},
    "from": 1, "to": 5, "answered": 0.6, "linked": True, "population": None, "margin": 0.1,
    "total": "construct", "level": 0.05, "reliable_from": 0.7,
    "classed": "mean", "cuts": [1.8, 2.6, 3.4, 4.2], "classes": ["very low", "low", "middling", "high", "very high"],
    "outcome": "intent",
    "elements": [["support", ["ease", "intent"], 3.4], ["value", ["use"], 3.0]],
}
PLAIN = {
    "name": "plain",
    "objects": ["first", "second"],
    "constructs": {"trust": ["t1", "t2", "t3"], "price": ["p1"]},
    "from": 1, "to": 7, "answered": 0.5, "linked": False, "population": 60, "margin": 0.05,
    "total": "all", "level": 0.01, "reliable_from": 0.8,
    "classed": "tcr", "cuts": [55, 70], "classes": ["low", "fair", "good"],
    "outcome": None,
    "elements": [["both", ["trust", "price"], 4.5]],
}
SIZES = {1: 8, 2: 10, 3: 9}


def units(rng):
    """Units by segment, which their orders leave no doubt of; the last has no orders, and so no segment."""
    rows = []
    for segment, size in SIZES.items():
        for _ in range(size):
            i = len(rows) + 1
            orders = {1: 900, 2: 500, 3: 100}[segment] + int(rng.integers(0, 60))
            staff = None if i % 11 == 0 else int(rng.integers(1, 40)) + (4 - segment) * 6
            kind = None if i == 5 else ["shop", "depot", "office"][int(rng.integers(0, 3))]
            rows.append({"key": f"u{i:02}", "segment": segment, "orders": orders, "staff": staff, "kind": kind})
    rows.append({"key": "u28", "segment": None, "orders": None, "staff": 7, "kind": "shop"})
    return rows


def answer(rng, survey, latent):
    low, high = survey["from"], survey["to"]
    return int(np.clip(round(latent + rng.normal(0, 0.8)), low, high))


def respondent(rng, survey, key, unit, segment):
    """Answers by object and item; an object may be unknown to someone, single answers may be missing."""
    middle = (survey["from"] + survey["to"]) / 2
    person = rng.normal(0, 0.5)
    answers = []
    for o, _ in enumerate(survey["objects"]):
        row = []
        unknown = rng.uniform() < 0.08
        for c, items in enumerate(survey["constructs"].values()):
            latent = middle + person + rng.normal(0, 0.5) + (0.8, -0.1, -0.7)[o] * (1, 0.6, 0.1)[c]
            latent += {1: 0.9, 2: 0.1, 3: -0.9, None: 0}[segment] * (1, 0.1, 0.8)[c]
            row += [None if unknown or rng.uniform() < 0.07 else answer(rng, survey, latent) for _ in items]
        answers.append(row)
    role = ["clerk", "head", "clerk", None][int(rng.integers(0, 4))]
    years = None if rng.uniform() < 0.1 else str(int(rng.integers(0, 30)))
    return {"key": key, "unit": unit, "segment": segment, "profile": [role, years], "answers": answers}


def drawn(survey, seed):
    rng = np.random.default_rng(seed)
    if not survey["linked"]:
        return [], [respondent(rng, survey, f"r{i:02}", None, None) for i in range(24)]
    table, people = units(rng), []
    for row in table:
        count = 1 if row["segment"] is None else int(rng.choice([0, 1, 1, 2, 3]))
        people += [(row["key"], row["segment"])] * count
    people = [respondent(rng, survey, f"r{i:02}", *person) for i, person in enumerate(people)]
    for answers in people[3]["answers"]:
        answers[:] = [None] * len(answers)
    return table, people


def mean(values):
    values = list(values)
    return sum(values, Fraction(0)) / len(values) if values else None


def number(value):
    return None if value is None else float(value)


class Survey:
    def __init__(self, survey, seed):
        self.of = survey
        self.units, self.people = drawn(survey, seed)
        self.answering = [p for p in self.people if any(a is not None for row in p["answers"] for a in row)]
        self.constructs = list(survey["constructs"])
        lengths = [len(items) for items in survey["constructs"].values()]
        ends = np.cumsum([0] + lengths)
        self.items = {name: range(ends[i], ends[i + 1]) for i, name in enumerate(self.constructs)}
        self.segments = list(SIZES) if survey["linked"] else []
        cases = {}
        for p in self.answering:
            cases.setdefault(p["unit"] or p["key"], []).append(p)
        self.cases = [cases[key] for key in sorted(cases)]
        self.population = survey["population"] or len(self.units)

    def score(self, person, o, construct):
        """The mean of the items answered, where they are enough."""
        known = [Fraction(person["answers"][o][i]) for i in self.items[construct] if person["answers"][o][i] is not None]
        enough = len(known) >= Fraction(str(self.of["answered"])) * len(self.items[construct])
        return mean(known) if enough else None

    def case_scores(self, o, construct, segment=None):
        """A score per unit or respondent, and how many respondents stand behind them."""
        found, behind = [], 0
        for people in self.cases:
            if segment is not None and people[0]["segment"] != segment:
                continue
            known = [s for s in (self.score(p, o, construct) for p in people) if s is not None]
            if known:
                found.append(mean(known))
                behind += len(known)
        return found, behind

    def rows(self, o, items):
        """Complete answers, respondents by items."""
        rows = [[p["answers"][o][i] for i in items] for p in self.answering]
        return np.array([row for row in rows if None not in row], dtype=float)


def holm(ps):
    known = [p for p in ps if p is not None]
    adjusted = iter(multipletests(known, method="holm")[1] if known else [])
    return [None if p is None else next(adjusted) for p in ps]


def scored(survey):
    out = []
    to = survey.of["to"]
    for o, name in enumerate(survey.of["objects"]):
        for construct in survey.constructs:
            for segment in [None] + survey.segments:
                exact, behind = survey.case_scores(o, construct, segment)
                population = survey.population if segment is None else SIZES[segment]
                values, n = np.array([float(v) for v in exact]), len(exact)
                center = mean(exact)
                row = {"segment": segment, "object": name, "construct": construct, "n": n, "respondents": behind,
                       "population": population, "mean": number(center), "sd": None, "lower": None, "upper": None,
                       "tcr": None if center is None else float(center / to), "class": None, "class_label": ""}
                if n > 1:
                    row["sd"] = values.std(ddof=1)
                    left = sqrt((population - n) / (population - 1))
                    half = stats.t.ppf((1 + CONFIDENCE) / 2, n - 1) * row["sd"] / sqrt(n) * left
                    row["lower"], row["upper"] = row["mean"] - half, row["mean"] + half
                if center is not None:
                    classed = center if survey.of["classed"] == "mean" else center / to * 100
                    row["class"] = sum(classed >= Fraction(str(cut)) for cut in survey.of["cuts"])
                    row["class_label"] = survey.of["classes"][row["class"]]
                out.append(row)
    return out


def alpha(covariances):
    k = len(covariances)
    return k / (k - 1) * (1 - np.trace(covariances) / covariances.sum())


def one_factor(rows):
    """Loadings that minimise log|S| + tr(R S^-1), S = l l' + diag(1 - l^2)."""
    r = np.corrcoef(rows.T)

    def discrepancy(l):
        s = np.outer(l, l) + np.diag(1 - l ** 2)
        return np.linalg.slogdet(s)[1] + np.trace(r @ np.linalg.inv(s))

    def gradient(l):
        s = np.outer(l, l) + np.diag(1 - l ** 2)
        inverse = np.linalg.inv(s)
        a = inverse @ (s - r) @ inverse
        return 2 * (a @ l - np.diag(a) * l)

    start = np.full(len(r), 0.6)
    bounded = optimize.minimize(discrepancy, start, jac=gradient, method="L-BFGS-B", bounds=[(-0.99, 0.99)] * len(r))
    found = optimize.root(gradient, bounded.x, tol=1e-15)
    assert np.abs(gradient(found.x)).max() < 1e-12 and (np.abs(found.x) < 0.99).all(), "no inner minimum"
    return found.x * np.sign(found.x.sum())


def measured(survey):
    reliability, items = [], []
    everything = range(sum(len(names) for names in survey.of["constructs"].values()))
    for o, name in enumerate(survey.of["objects"]):
        for construct, names in survey.of["constructs"].items():
            positions = survey.items[construct]
            rows = survey.rows(o, positions)
            totalled = rows if survey.of["total"] == "construct" else survey.rows(o, everything)
            first = 0 if survey.of["total"] == "construct" else positions[0]
            k, n = len(names), len(rows)
            loadings = one_factor(rows) if k > 2 else None
            invalid = []
            for i, item in enumerate(names):
                row = item_row(survey, o, positions[i], totalled, first + i)
                row |= {"object": name, "construct": construct, "item": item,
                        "loading": None if loadings is None else loadings[i], "r_corrected": None, "alpha_if_deleted": None}
                if k > 1:
                    others = np.delete(rows, i, axis=1)
                    row["r_corrected"] = stats.pearsonr(rows[:, i], others.sum(axis=1)).statistic
                    row["alpha_if_deleted"] = alpha(np.cov(others.T)) if k > 2 else None
                invalid += [item] if row["valid"] is False else []
                items.append(row)
            found = {"object": name, "construct": construct, "items": k, "n": n, "alpha": None, "alpha_lower": None,
                     "alpha_upper": None, "alpha_standardized": None, "composite_reliability": None,
                     "average_variance_extracted": None, "heywood": False, "reliable": None, "constant_items": [],
                     "invalid_items": invalid}
            if k > 1:
                raw = alpha(np.cov(rows.T))
                ends = [1 - (1 - raw) * stats.f.ppf(p, n - 1, (n - 1) * (k - 1)) for p in (0.975, 0.025)]
                found |= {"alpha": raw, "alpha_lower": ends[0], "alpha_upper": ends[1],
                          "alpha_standardized": alpha(np.corrcoef(rows.T)), "reliable": bool(raw >= survey.of["reliable_from"])}
            if loadings is not None:
                unexplained = (1 - loadings ** 2).sum()
                found |= {"composite_reliability": loadings.sum() ** 2 / (loadings.sum() ** 2 + unexplained),
                          "average_variance_extracted": (loadings ** 2).mean()}
            reliability.append(found)
    return reliability, items


def item_row(survey, o, position, totalled, column):
    known = np.array([p["answers"][o][position] for p in survey.answering if p["answers"][o][position] is not None], dtype=float)
    row = {"n": len(known), "missing": len(survey.answering) - len(known), "mean": known.mean(), "sd": known.std(ddof=1),
           "frequencies": [int((known == point).sum()) for point in range(survey.of["from"], survey.of["to"] + 1)],
           "n_complete": len(totalled), "r": None, "r_critical": None, "p": None, "valid": None}
    if totalled.shape[1] > 1:
        test = stats.pearsonr(totalled[:, column], totalled.sum(axis=1))
        df = len(totalled) - 2
        t = stats.t.ppf(1 - survey.of["level"] / 2, df)
        row |= {"r": test.statistic, "p": test.pvalue, "r_critical": t / sqrt(t * t + df)}
        row["valid"] = bool(row["r"] >= row["r_critical"])
    return row


def by_segment(survey):
    out = []
    if not survey.segments:
        return out
    for o, name in enumerate(survey.of["objects"]):
        for construct in survey.constructs:
            groups = [[float(v) for v in survey.case_scores(o, construct, s)[0]] for s in survey.segments]
            test, n = stats.kruskal(*groups), sum(map(len, groups))
            out.append({"object": name, "construct": construct, "n": n, "h": test.statistic, "df": len(groups) - 1,
                        "p": test.pvalue, "epsilon_squared": test.statistic / (n - 1), "segments": survey.segments,
                        "groups": groups})
    for row, p_holm in zip(out, holm([row["p"] for row in out])):
        row |= {"p_holm": p_holm, "significant": bool(p_holm < LEVEL), "pairs": []}
        groups = row.pop("groups")
        if row["significant"]:
            single, adjusted = (scikit_posthocs.posthoc_dunn(groups, p_adjust=how).to_numpy() for how in (None, "holm"))
            row["pairs"] = [{"a": survey.segments[i], "b": survey.segments[j], "p": single[i, j], "p_holm": adjusted[i, j],
                             "significant": bool(adjusted[i, j] < LEVEL)} for i, j in combinations(range(len(groups)), 2)]
    return out


def pair(survey, construct, a, b):
    both = [(survey.score(p, a, construct), survey.score(p, b, construct)) for p in survey.answering]
    both = [(x, y) for x, y in both if x is not None and y is not None]
    exact = [x - y for x, y in both]
    signed = [d for d in exact if d != 0]
    ranks = stats.rankdata([float(abs(d)) for d in signed])
    plus = sum(rank for rank, d in zip(ranks, signed) if d > 0)
    minus = ranks.sum() - plus
    # Ranks of the exact differences keep their signs and ties, and lose the last bits that would break them.
    test = stats.wilcoxon(ranks * [1 if d > 0 else -1 for d in signed], zero_method="wilcox", correction=False, method="asymptotic")
    z = abs(test.zstatistic) * (1 if plus > minus else -1)
    return {"a": survey.of["objects"][a], "b": survey.of["objects"][b], "n": len(both), "zeros": len(exact) - len(signed),
            "w_plus": plus, "w_minus": minus, "z": z, "exact": False, "p": test.pvalue,
            "rank_biserial": (plus - minus) / (plus + minus)}


def by_object(survey):
    out, count = [], len(survey.of["objects"])
    for construct in survey.constructs:
        raters = [[survey.score(p, o, construct) for o in range(count)] for p in survey.answering]
        complete = [[float(s) for s in row] for row in raters if None not in row]
        some = sum(any(s is not None for s in row) for row in raters)
        ranks = np.array([stats.rankdata(row) for row in complete])
        n = len(complete)
        if count > 2:
            test = stats.friedmanchisquare(*np.array(complete).T)
            chi_square, p = test.statistic, test.pvalue
        else:
            # scipy asks for three samples; the same formula with two, from the ranks (Conover 1999).
            chi_square = (count - 1) * ((ranks.sum(axis=0) - n * (count + 1) / 2) ** 2).sum() / ((ranks - (count + 1) / 2) ** 2).sum()
            p = stats.chi2.sf(chi_square, count - 1)
        out.append({"construct": construct, "n": n, "dropped": some - n, "chi_square": chi_square, "df": count - 1, "p": p,
                    "w": chi_square / (n * (count - 1)), "mean_ranks": ranks.mean(axis=0)})
    for row, p_holm in zip(out, holm([row["p"] for row in out])):
        row |= {"p_holm": p_holm, "significant": bool(p_holm < LEVEL), "pairs": []}
        if row["significant"]:
            row["pairs"] = [pair(survey, row["construct"], a, b) for a, b in combinations(range(count), 2)]
            for one, p in zip(row["pairs"], holm([one["p"] for one in row["pairs"]])):
                one |= {"p_holm": p, "significant": bool(p < LEVEL)}
    return out


def importances(survey, scores):
    out, outcome = [], survey.of["outcome"]
    for o, name in enumerate(survey.of["objects"] if outcome else []):
        rows = []
        for construct in survey.constructs:
            if construct == outcome:
                continue
            pairs = [(survey.score(p, o, construct), survey.score(p, o, outcome)) for p in survey.answering]
            pairs = [(float(x), float(y)) for x, y in pairs if x is not None and y is not None]
            performance = next(s["mean"] for s in scores
                               if (s["segment"], s["object"], s["construct"]) == (None, name, construct))
            found = stats.pearsonr(*zip(*pairs))
            interval = found.confidence_interval(0.95)
            rows.append({"object": name, "construct": construct, "performance": performance, "importance": found.statistic,
                         "importance_lower": interval.low, "importance_upper": interval.high, "n": len(pairs)})
        lines = [np.mean([row[what] for row in rows]) for what in ("importance", "performance")]
        names = {(True, False): "concentrate", (True, True): "keep_up", (False, False): "low_priority", (False, True): "overkill"}
        for row in rows:
            row["quadrant"] = names[bool(row["importance"] >= lines[0]), bool(row["performance"] >= lines[1])]
        out += rows
    return out


def mapped(survey, scores):
    cell = {(s["segment"], s["object"], s["construct"]): s["mean"] for s in scores}
    points = [(segment, name) for segment in survey.segments or [None] for name in survey.of["objects"]]
    points = [p for p in points if all(cell[(*p, c)] is not None for c in survey.constructs)]
    if len(points) < 3 or len(survey.constructs) < 2:
        return None
    means = np.array([[cell[(*p, c)] for c in survey.constructs] for p in points])
    found = PCA(svd_solver="full").fit(means)
    vectors = found.components_.T * [1 if c[np.abs(c).argmax()] > 0 else -1 for c in found.components_]
    places = (means - means.mean(axis=0)) @ vectors
    arrows = vectors * np.sqrt(found.explained_variance_)
    return {"points": [{"segment": s, "object": o, "x": p[0], "y": p[1]} for (s, o), p in zip(points, places)],
            "arrows": [{"construct": c, "x": a[0], "y": a[1]} for c, a in zip(survey.constructs, arrows)],
            "shares": found.explained_variance_ratio_[:2]}


def guided(survey, scores):
    cell = {(s["segment"], s["object"], s["construct"]): s for s in scores}
    elements = []
    for name, constructs, below in survey.of["elements"]:
        rows = []
        for segment in survey.segments or [None]:
            for o, what in enumerate(survey.of["objects"]):
                means = [cell[segment, what, c]["mean"] for c in constructs]
                center = None if None in means else float(np.mean(means))
                low = center is not None and center < below
                several = center is not None and len(constructs) > 1
                inside = [people for people in survey.cases if segment is None or people[0]["segment"] == segment]
                n = sum(all(any(survey.score(p, o, c) is not None for p in people) for c in constructs) for people in inside)
                rows.append({"segment": segment, "object": what, "n": n, "mean": center,
                             "gap": below - center if low else None, "recommended": low,
                             "lowest": constructs[int(np.argmin(means))] if several else None})
        elements.append({"name": name, "constructs": constructs, "below": below, "scores": rows,
                         "recommended": sum(row["recommended"] for row in rows)})
    return {"elements": elements}


def answered(survey):
    linked, cases = survey.of["linked"], survey.cases
    sizes = [len(people) for people in cases]
    population, margin = survey.population, survey.of["margin"]
    first = 1.96 ** 2 / 4 / margin ** 2
    slovin, cochran = ceil(population / (1 + population * margin ** 2)), ceil(first / (1 + (first - 1) / population))
    ratings = [row for p in survey.answering for row in p["answers"]]
    rated = [row for row in ratings if any(a is not None for a in row)]
    asked, given = sum(map(len, rated)), sum(a is not None for row in rated for a in row)
    segments = [{"segment": s, "population": SIZES[s], "units": len(inside), "respondents": sum(map(len, inside)),
                 "rate": len(inside) / SIZES[s]}
                for s in survey.segments for inside in [[people for people in cases if people[0]["segment"] == s]]]
    return {"n": len(survey.people), "answered": len(survey.answering),
            "without_segment": sum(p["segment"] is None for p in survey.answering) if survey.segments else 0,
            "units": len(cases) if linked else None, "most_per_unit": max(sizes) if linked else None,
            "units_with_several": sum(size > 1 for size in sizes) if linked else None, "population": population,
            "rate": len(cases) / population, "by_segment": segments,
            "sample_size": {"margin": margin, "slovin": slovin, "cochran": cochran, "meets_slovin": len(cases) >= slovin,
                            "meets_cochran": len(cases) >= cochran,
                            "margin_reached": 1.96 * sqrt(0.25 / len(cases) * (population - len(cases)) / (population - 1))},
            "representative": represented(survey), "ratings_asked": len(ratings), "ratings_missing": len(ratings) - len(rated),
            "answers_asked": asked, "answers_missing": asked - given}


def represented(survey):
    if not survey.of["linked"]:
        return []
    have = {people[0]["unit"] for people in survey.cases}
    staff = [[u["staff"] for u in survey.units if (u["key"] in have) == is_in and u["staff"] is not None] for is_in in (True, False)]
    kinds = [[u["kind"] for u in survey.units if (u["key"] in have) == is_in and u["kind"] is not None] for is_in in (True, False)]
    words = sorted(set(kinds[0] + kinds[1]))
    numbers, table = stats.kruskal(*staff), [[group.count(word) for word in words] for group in kinds]
    categories = stats.chi2_contingency(table, correction=False)
    adjusted = holm([numbers.pvalue, categories.pvalue])
    return [{"name": "staff", "category": False, "n_answered": len(staff[0]), "n_rest": len(staff[1]),
             "median_answered": np.median(staff[0]), "median_rest": np.median(staff[1]), "statistic": numbers.statistic,
             "p": numbers.pvalue, "p_holm": adjusted[0]},
            {"name": "kind", "category": True, "n_answered": len(kinds[0]), "n_rest": len(kinds[1]), "median_answered": None,
             "median_rest": None, "statistic": categories.statistic, "p": categories.pvalue, "p_holm": adjusted[1]}]


def case(config, seed):
    survey = Survey(config, seed)
    scores = scored(survey)
    reliability, items = measured(survey)
    expected = {"respondents": answered(survey), "reliability": reliability, "items": items, "scores": scores,
                "segment_comparisons": by_segment(survey), "object_comparisons": by_object(survey),
                "importance": importances(survey, scores), "map": mapped(survey, scores), "guidance": guided(survey, scores)}
    settings = config | {"constructs": [{"name": name, "items": items} for name, items in config["constructs"].items()]}
    people = [{key: value for key, value in p.items() if key != "segment"} for p in survey.people]
    return {"settings": settings, "units": survey.units, "respondents": people, "expected": expected}


def main():
    found = {"units": case(UNITS, 32), "plain": case(PLAIN, 32)}
    (HERE / "positioning.json").write_text(written(plain(found)) + "\n", encoding="utf-8", newline="\n")
    for name, one in found.items():
        expected = one["expected"]
        told = [sum(row["significant"] for row in expected[what]) for what in ("segment_comparisons", "object_comparisons")]
        print(name, len(one["respondents"]), "respondents; significant:", *told, "of",
              len(expected["segment_comparisons"]), len(expected["object_comparisons"]))


if __name__ == "__main__":
    main()
