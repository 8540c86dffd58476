//! What it costs to ask again: a report of which nothing changed, its plan, and its verification, each a process of its
//! own, against the same report made from nothing in the same run.

use super::{REPEATS, timed};
use crate::support::{Desk, MATARAM};
use std::time::Duration;

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..REPEATS).map(|_| timed(&mut work).0).collect();
    times.sort();
    times[REPEATS / 2]
}

#[test]
#[ignore = "timed by just bench"]
fn bench_a_report_again() {
    let desk = Desk::shipped();
    let study = format!("studies/{MATARAM}.yaml");
    let run = |arguments: &[&str]| {
        let run = desk.run(arguments);
        assert_eq!(run.status, 0, "{}", run.stderr);
    };
    let whole = median(|| run(&["report", "--no-cache", &study]));
    println!("{MATARAM}, wall time of whole processes, medians of {REPEATS}");
    println!("  report from nothing      {:>8.1} ms", whole.as_secs_f64() * 1e3);
    let pdf = format!("output/{MATARAM}/report.pdf");
    for (what, arguments) in [
        ("report, nothing changed", &["report", &study][..]),
        ("plan", &["plan", &study]),
        ("verify the study", &["verify", &study]),
        ("verify the PDF", &["verify", &pdf]),
    ] {
        let time = median(|| run(arguments));
        let ratio = time.as_secs_f64() / whole.as_secs_f64();
        println!("  {what:<24} {:>8.1} ms, {ratio:.3} of it", time.as_secs_f64() * 1e3);
    }
}
