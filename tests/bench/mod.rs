//! Benchmarks, run by `just bench`: each prints what it measured on which data, against a peer in the same run where
//! there is one. They assert no seconds, since machines differ.

mod again;
mod against_r;
mod choice;
mod survey;

use ndarray::Array2;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use telaah::segmentation::{kmeans, silhouette};

/// How often a short run is repeated; the median is printed.
const REPEATS: usize = 9;

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let value = work();
    (start.elapsed(), value)
}

/// Units around `k` centres, the same on every machine: sums of uniform numbers, no transcendental function.
fn blobs(n: usize, variables: usize, k: usize) -> Array2<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut uniform = || (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
    let centers = Array2::from_shape_fn((k, variables), |_| uniform() * 10.0);
    Array2::from_shape_fn((n, variables), |(i, j)| {
        let bell: f64 = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
        centers[(i % k, j)] + bell
    })
}

/// Writes a matrix as little-endian doubles, row by row, for the peer.
fn write_raw(points: &Array2<f64>, path: &Path) {
    let bytes: Vec<u8> = points.iter().flat_map(|x| x.to_le_bytes()).collect();
    std::fs::write(path, bytes).expect("the matrix is written");
}

/// Runs `tests/bench/peer.py`, which prints seconds and a result.
fn peer(arguments: &[&str]) -> Option<(f64, f64)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/peer.py");
    let python = if cfg!(windows) { "python" } else { "python3" };
    let said = Command::new(python).arg(script).args(arguments).output().ok()?;
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    let mut numbers = text.split_whitespace().map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(seconds)), Some(Ok(result))) => Some((seconds, result)),
        _ => {
            println!(
                "  the peer did not run: {}",
                String::from_utf8_lossy(&said.stderr).lines().last().unwrap_or("")
            );
            None
        }
    }
}

#[test]
#[ignore = "timed by just bench"]
fn bench_kmeans_of_a_million_units() {
    let points = blobs(1_000_000, 3, 3);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("points.bin");
    write_raw(&points, &file);
    let (ours, solved) = timed(|| kmeans::best_of_starts(&points, 3, 10, 1, None));
    let (solution, _) = solved.expect("a solution");
    println!("k-means, 1,000,000 units × 3 variables, k = 3, 10 starts");
    println!("  telaah        {:.2} s, within SS {:.3}", ours.as_secs_f64(), solution.within_ss);
    if let Some((seconds, ss)) = peer(&["kmeans", &file.to_string_lossy(), "3", "3", "10"]) {
        println!("  scikit-learn  {seconds:.2} s, within SS {ss:.3}");
        println!(
            "  time ratio {:.2}, SS ratio {:.12}",
            ours.as_secs_f64() / seconds,
            solution.within_ss / ss
        );
    }
}

#[test]
#[ignore = "timed by just bench"]
fn bench_silhouette_of_twenty_thousand_units() {
    let points = blobs(20_000, 3, 3);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("points.bin");
    write_raw(&points, &file);
    let labels: Vec<usize> = (0..points.nrows()).map(|i| i % 3).collect();
    let (ours, widths) = timed(|| silhouette::widths(&points, &labels, 3));
    let mean = widths.iter().sum::<f64>() / widths.len() as f64;
    println!("silhouette, 20,000 units × 3 variables, exact, memory linear in the number of units");
    println!("  telaah        {:.2} s, mean {mean:.12}", ours.as_secs_f64());
    if let Some((seconds, theirs)) = peer(&["silhouette", &file.to_string_lossy(), "3", "3", "0"]) {
        println!("  scikit-learn  {seconds:.2} s, mean {theirs:.12}");
        println!("  time ratio {:.2}", ours.as_secs_f64() / seconds);
    }
}

#[test]
#[ignore = "timed by just bench"]
fn bench_stages_of_the_qris_report() {
    let studies = Path::new(env!("CARGO_MANIFEST_DIR")).join("studies");
    let output = tempfile::tempdir().expect("a folder");
    let mut stages: Vec<(String, Vec<f64>)> = Vec::new();
    for _ in 0..REPEATS {
        let said = Command::new(env!("CARGO_BIN_EXE_telaah"))
            .arg("report")
            .arg(studies.join("pekalongan-qris-2023.yaml"))
            .args(["--no-cache", "--timings", "--output"])
            .arg(output.path())
            .output()
            .expect("telaah runs");
        let text = String::from_utf8_lossy(&said.stderr).into_owned();
        for (stage, milliseconds) in text.lines().filter_map(stage_line) {
            match stages.iter_mut().find(|(known, _)| *known == stage) {
                Some((_, all)) => all.push(milliseconds),
                None => stages.push((stage, vec![milliseconds])),
            }
        }
    }
    println!("report of pekalongan-qris-2023, median of {REPEATS} runs");
    for (stage, mut all) in stages {
        all.sort_by(f64::total_cmp);
        println!("  {stage:<10} {:>8.1} ms", all[all.len() / 2]);
    }
}

/// A line such as `  charts   12.3 ms`.
fn stage_line(line: &str) -> Option<(String, f64)> {
    let mut words = line.split_whitespace();
    let (stage, number, unit) = (words.next()?, words.next()?, words.next()?);
    (unit == "ms").then(|| number.parse().ok().map(|number| (stage.to_owned(), number)))?
}
