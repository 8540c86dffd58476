//! Computations against R on one thread, in seconds of CPU, with the results of both beside them.

use super::{REPEATS, timed, write_raw};
use ndarray::Array2;
use std::path::Path;
use std::process::Command;

/// A statistic: what it is called in the script of R, and the computation with a result to compare.
pub type Statistic<'a> = (&'static str, Box<dyn Fn() -> f64 + Send + Sync + 'a>);

/// A line of what R says: the statistic, seconds of CPU and the result.
pub type Said = (String, f64, f64);

/// How often a statistic is computed in one run, at least and at most.
const TIMES: (usize, usize) = (5, 20_000);

/// How long a run should take, since what a thread has used is counted in ticks.
const RUN: f64 = 0.1;

/// Prints a line per statistic: seconds of telaah and of R, their ratio, and both results; then the sums.
pub fn compare(title: &str, statistics: Vec<Statistic<'_>>, theirs: &[Said]) {
    println!("{title}, seconds of CPU: telaah, R, ratio");
    let (mut ours, mut r) = (0.0, 0.0);
    for (name, work) in statistics {
        let (seconds, result) = on_one_thread(&*work);
        match theirs.iter().find(|(known, ..)| known == name) {
            Some((_, peer, expected)) => {
                println!(
                    "  {name:<18} {seconds:.6}  {peer:.6}  {:>6.1}   {result:.6} {expected:.6}",
                    peer / seconds
                );
                (ours, r) = (ours + seconds, r + peer);
            }
            None => println!("  {name:<18} {seconds:.6}"),
        }
    }
    if r > 0.0 {
        println!("  {:<18} {ours:.6}  {r:.6}  {:>6.1}", "sum", r / ours);
    }
}

/// The median seconds of CPU of some runs on one thread, and the result.
fn on_one_thread(work: &(dyn Fn() -> f64 + Send + Sync)) -> (f64, f64) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let once = pool.install(|| timed(work).0.as_secs_f64());
    let times = ((RUN / once.max(1e-9)) as usize).clamp(TIMES.0, TIMES.1);
    let run = || {
        let before = thread_seconds();
        let (time, results) = timed(|| (0..times).map(|_| work()).collect::<Vec<f64>>());
        let used = before.and_then(|before| Some(thread_seconds()? - before));
        (used.unwrap_or(time.as_secs_f64()) / times as f64, results[0])
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

/// What a script in this folder says of a matrix; nothing where R or a package is missing.
pub fn peer(script: &str, points: &Array2<f64>) -> Vec<Said> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("points.bin");
    write_raw(points, &file);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench").join(script);
    let said = Command::new("Rscript").arg(script).arg(&file).arg(points.ncols().to_string()).output();
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
