//! Choosing k and stability, each statistic against R with equal starts and replicates, in seconds of CPU.

use super::against_r::{Statistic, compare, peer};
use super::blobs;
use ndarray::Array2;
use telaah::segmentation::{gap, indices, kmeans, silhouette, stability};

/// The size of a study as offices make them.
const UNITS: usize = 238;
const VARIABLES: usize = 3;
/// As in `peer.R`; the starts of references and resamples are telaah's own, and the same there.
const STARTS: usize = 50;
const REPLICATES: usize = 100;
/// The numbers of clusters compared; the gap statistic takes one and one more too.
const NUMBERS: std::ops::RangeInclusive<usize> = 2..=8;

#[test]
#[ignore = "timed by just bench"]
fn bench_choosing_k_against_r() {
    let points = blobs(UNITS, VARIABLES, 3);
    let labels: Vec<(usize, Vec<usize>)> = NUMBERS
        .map(|k| (k, kmeans::best_of_starts(&points, k, STARTS, 1, None).expect("a solution").0.labels))
        .collect();
    let title = format!("choosing k, {UNITS} units × {VARIABLES} variables, k = 2 to 8");
    compare(&title, statistics(&points, &labels), &peer("peer.R", &points));
}

fn statistics<'a>(points: &'a Array2<f64>, labels: &'a [(usize, Vec<usize>)]) -> Vec<Statistic<'a>> {
    let within =
        |k: usize| kmeans::best_of_starts(points, k, STARTS, 1, None).expect("a solution").0.within_ss;
    let sums: Vec<f64> = (1..=9).map(within).collect();
    let three = labels.iter().find(|(k, _)| *k == 3).map(|(_, labels)| labels).expect("three clusters");
    let width = |(k, labels): &(usize, Vec<usize>)| {
        silhouette::widths(points, labels, *k).iter().sum::<f64>() / points.nrows() as f64
    };
    vec![
        ("kmeans", Box::new(move || NUMBERS.map(within).sum())),
        ("silhouette", Box::new(move || labels.iter().map(width).sum())),
        (
            "calinski-harabasz",
            Box::new(|| {
                labels.iter().map(|(k, labels)| indices::calinski_harabasz(points, labels, *k)).sum()
            }),
        ),
        (
            "gap",
            Box::new(move || {
                gap::of(points, &sums, REPLICATES, 1).expect("components").expect("a gap").curve[2].gap
            }),
        ),
        (
            "bootstrap",
            Box::new(move || {
                let found = stability::bootstrap(points, three, 3, REPLICATES, 1).expect("resamples");
                found.segments.iter().map(|one| one.jaccard).sum::<f64>() / 3.0
            }),
        ),
    ]
}
