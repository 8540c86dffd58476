//! The statistics of a survey, each against R on the same answers, in seconds of CPU.

use super::against_r::{Statistic, compare, peer};
use super::blobs;
use ndarray::Array2;
use telaah::statistics::factor::{correlations, one_factor};
use telaah::statistics::friedman::friedman;
use telaah::statistics::kruskal::{dunn, kruskal_wallis};
use telaah::statistics::principal::principal_components;
use telaah::statistics::reliability::{alpha, alpha_if_deleted, item_rest, item_total};
use telaah::statistics::wilcoxon::wilcoxon;

/// The size of a survey as theses have them.
const RESPONDENTS: usize = 238;
const ITEMS: usize = 12;
/// As in `survey.R`, as are the groups: every third respondent.
const OBJECTS: usize = 3;

#[test]
#[ignore = "timed by just bench"]
fn bench_survey_statistics_against_r() {
    let survey = Survey::answered();
    let theirs = peer("survey.R", &survey.answers);
    let size = format!("{RESPONDENTS} respondents × {ITEMS} items × {OBJECTS} objects");
    compare(&format!("survey, {size}"), survey.statistics(), &theirs);
    let psych: Statistic<'_> = ("psych", Box::new(|| survey.sum(|rows| raw(rows) + rests(rows))));
    compare("alpha and items as psych::alpha gives them, with more", vec![psych], &theirs);
}

struct Survey {
    /// Respondents × (objects × items).
    answers: Array2<f64>,
    /// Respondents × items, of every object.
    of_object: Vec<Vec<Vec<f64>>>,
    /// Respondents × objects, of every item.
    of_item: Vec<Vec<Vec<f64>>>,
}

impl Survey {
    /// Answers from 1 to 5 with a common part per respondent and object.
    fn answered() -> Self {
        let noise = blobs(RESPONDENTS, OBJECTS * (ITEMS + 1), 1);
        let answer = |i: usize, j: usize| {
            let (object, item) = (j / ITEMS, j % ITEMS);
            let deviation = |column: usize| noise[(i, column)] - noise[(0, column)];
            let (common, own) = (deviation(object), deviation(OBJECTS + object * ITEMS + item));
            (3.2 + 0.2 * object as f64 + 0.8 * common + 0.7 * own).round().clamp(1.0, 5.0)
        };
        let answers = Array2::from_shape_fn((RESPONDENTS, OBJECTS * ITEMS), |(i, j)| answer(i, j));
        let table = |columns: Vec<usize>| -> Vec<Vec<f64>> {
            (0..RESPONDENTS).map(|i| columns.iter().map(|&j| answers[(i, j)]).collect()).collect()
        };
        let of_object = (0..OBJECTS).map(|o| table((0..ITEMS).map(|i| o * ITEMS + i).collect())).collect();
        let of_item = (0..ITEMS).map(|i| table((0..OBJECTS).map(|o| o * ITEMS + i).collect())).collect();
        Self { answers, of_object, of_item }
    }

    /// The sum of a measure over the objects.
    fn sum(&self, measure: impl Fn(&[Vec<f64>]) -> f64) -> f64 {
        self.of_object.iter().map(|rows| measure(rows)).sum()
    }

    fn statistics(&self) -> Vec<Statistic<'_>> {
        let tests = || self.of_item.iter().map(|rows| friedman(rows).expect("a test").chi_square).sum();
        vec![
            ("alpha", Box::new(|| self.sum(whole))),
            ("items", Box::new(|| self.sum(|rows| totals(rows) + rests(rows) + deleted(rows)))),
            ("one-factor", Box::new(|| self.sum(loadings))),
            ("friedman", Box::new(tests)),
            ("wilcoxon", Box::new(|| self.of_item.iter().map(|rows| pairs(rows)).sum())),
            (
                "kruskal-dunn",
                Box::new(|| self.answers.columns().into_iter().map(|x| groups(&x.to_vec())).sum()),
            ),
            ("components", Box::new(|| self.sum(first_component))),
        ]
    }
}

fn raw(rows: &[Vec<f64>]) -> f64 {
    alpha(rows, 0.95).expect("an alpha").raw
}

fn whole(rows: &[Vec<f64>]) -> f64 {
    let found = alpha(rows, 0.95).expect("an alpha");
    found.raw
        + [found.standardised, found.lower, found.upper].map(|part| part.expect("a part")).iter().sum::<f64>()
}

fn totals(rows: &[Vec<f64>]) -> f64 {
    (0..ITEMS).filter_map(|item| item_total(rows, item)).sum()
}

fn rests(rows: &[Vec<f64>]) -> f64 {
    (0..ITEMS).filter_map(|item| item_rest(rows, item)).sum()
}

fn deleted(rows: &[Vec<f64>]) -> f64 {
    (0..ITEMS).filter_map(|item| alpha_if_deleted(rows, item)).sum()
}

fn loadings(rows: &[Vec<f64>]) -> f64 {
    let found = correlations(rows).and_then(|found| one_factor(&found)).expect("a factor");
    found.loadings.iter().map(|loading| loading.abs()).sum()
}

fn pairs(rows: &[Vec<f64>]) -> f64 {
    let column = |o: usize| rows.iter().map(|row| row[o]).collect::<Vec<f64>>();
    let p = |(a, b): (usize, usize)| wilcoxon(&column(a), &column(b)).expect("a test").p;
    [(0, 1), (0, 2), (1, 2)].map(p).iter().sum()
}

fn groups(answers: &[f64]) -> f64 {
    let group = |g: usize| answers.iter().skip(g).step_by(3).copied().collect();
    let groups: Vec<Vec<f64>> = (0..3).map(group).collect();
    let pairs = dunn(&groups).iter().map(|pair| pair.p_holm).sum::<f64>();
    kruskal_wallis(&groups).expect("a test").h + pairs
}

fn first_component(rows: &[Vec<f64>]) -> f64 {
    principal_components(rows, true).expect("components").eigenvalues[0]
}
