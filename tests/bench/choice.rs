//! Choosing k and stability, each statistic against R with equal starts and replicates, in seconds of CPU.

use super::{REPEATS, blobs, timed, write_raw};
use ndarray::Array2;
use std::path::Path;
use std::process::Command;
use telaah::segmentation::{gap, indices, kmeans, silhouette, stability};

/// The size of a study as offices make them.
const UNITS: usize = 238;
const VARIABLES: usize = 3;
/// As in `peer.R`; the starts of references and resamples are telaah's own, and the same there.
const STARTS: usize = 50;
const REPLICATES: usize = 100;
/// The numbers of clusters compared; the gap statistic takes one and one more too.
const NUMBERS: std::ops::RangeInclusive<usize> = 2..=8;

/// How often a statistic is computed in one run.
const TIMES: usize = 5;

/// A statistic: what it is called in `peer.R`, and the computation with a result to compare.
type Statistic<'a> = (&'static str, Box<dyn Fn() -> f64 + Send + Sync + 'a>);

#[test]
#[ignore = "timed by just bench"]
fn bench_choosing_k_against_r() {
    let points = blobs(UNITS, VARIABLES, 3);
    let theirs = peer(&points);
    println!(
        "choosing k, {UNITS} units × {VARIABLES} variables, k = 2 to 8, seconds of CPU: telaah, R, ratio"
    );
    let labels: Vec<(usize, Vec<usize>)> = NUMBERS
        .map(|k| (k, kmeans::best_of_starts(&points, k, STARTS, 1, None).expect("a solution").0.labels))
        .collect();
    let (mut ours, mut r) = (0.0, 0.0);
    for (name, work) in statistics(&points, &labels) {
        let (seconds, result) = on_one_thread(&*work);
        let said = theirs.iter().find(|(known, ..)| known == name);
        match said {
            Some((_, peer, expected)) => {
                println!(
                    "  {name:<18} {seconds:.4}  {peer:.4}  {:>6.1}   {result:.6} {expected:.6}",
                    peer / seconds
                );
                (ours, r) = (ours + seconds, r + peer);
            }
            None => println!("  {name:<18} {seconds:.4}"),
        }
    }
    if r > 0.0 {
        println!("  {:<18} {ours:.4}  {r:.4}  {:>6.1}", "sum", r / ours);
    }
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

/// The median seconds of CPU of some runs on one thread, and the result.
fn on_one_thread(work: &(dyn Fn() -> f64 + Send + Sync)) -> (f64, f64) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let run = || {
        let before = thread_seconds();
        // Many times, since what a thread has used is counted in ticks.
        let (time, results) = timed(|| (0..TIMES).map(|_| work()).collect::<Vec<f64>>());
        let used = before.and_then(|before| Some(thread_seconds()? - before));
        (used.unwrap_or(time.as_secs_f64()) / TIMES as f64, results[0])
    };
    let mut runs: Vec<(f64, f64)> = (0..REPEATS).map(|_| pool.install(run)).collect();
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    runs[runs.len() / 2]
}

/// How long this thread has been on a processor, where the system says so; elsewhere wall time has to do.
fn thread_seconds() -> Option<f64> {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = said.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// What `peer.R` says: names, seconds of CPU and results; nothing where R or a package is missing.
fn peer(points: &Array2<f64>) -> Vec<(String, f64, f64)> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("points.bin");
    write_raw(points, &file);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/peer.R");
    let said = Command::new("Rscript").arg(script).arg(&file).arg(VARIABLES.to_string()).output();
    let Ok(said) = said.map_err(|error| println!("  R is not compared with: Rscript does not run ({error})"))
    else {
        return Vec::new();
    };
    if !said.status.success() {
        println!("  R is not compared with: {}", String::from_utf8_lossy(&said.stderr).trim());
    }
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        let name = words.next()?.to_owned();
        Some((name, words.next()?.parse().ok()?, words.next()?.parse().ok()?))
    };
    String::from_utf8_lossy(&said.stdout).lines().filter_map(line).collect()
}
