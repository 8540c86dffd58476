//! The words of a plan: which stages run, and why.

use super::args::Format;
use crate::lock::Reason;
use crate::pipeline::{Plan, Stage, Step, Verdict};
use serde_json::json;

/// How many reasons of a stage are told; the rest are counted.
const REASONS: usize = 3;

/// A plan as text, or as a line of JSON.
pub fn told(plan: &Plan, format: Format) -> String {
    match format {
        Format::Json => {
            let steps = json!({ "study": plan.study, "steps": plan.steps, "output": plan.output });
            format!("{steps}\n")
        }
        Format::Human => text(plan),
    }
}

fn text(plan: &Plan) -> String {
    let mut out = format!("{}{}\n", plan.study, if plan.is_idle() { ": nothing to do" } else { "" });
    out.extend(plan.steps.iter().map(step));
    if !plan.output.is_empty() {
        out += &line("output", "written", &reasons(&plan.output));
    }
    out
}

fn step(step: &Step) -> String {
    let (verdict, why) = match step.verdict {
        Verdict::Kept => ("kept", String::new()),
        Verdict::Runs => ("runs", reasons(&step.reasons)),
        Verdict::Perhaps => ("perhaps", format!("if {} out differently", earlier(&step.reasons))),
    };
    line(step.stage.name(), verdict, &why)
}

fn line(what: &str, verdict: &str, why: &str) -> String {
    format!("  {what:<13} {verdict:<8} {why}").trim_end().to_owned() + "\n"
}

/// The earlier stages that reasons name, as the subject of a sentence.
fn earlier(reasons: &[Reason]) -> String {
    let stages = reasons.iter().filter_map(|reason| match reason {
        Reason::Stage { stage } => Some(stage.as_str()),
        _ => None,
    });
    let stages: Vec<&str> = stages.collect();
    format!("{} {}", stages.join(" or "), if stages.len() == 1 { "comes" } else { "come" })
}

fn reasons(reasons: &[Reason]) -> String {
    // That an earlier stage changed is told only where nothing else is.
    let is_own = |reason: &&Reason| !matches!(reason, Reason::Stage { .. });
    let own: Vec<&Reason> = reasons.iter().filter(is_own).collect();
    let told = if own.is_empty() { reasons.iter().collect() } else { own };
    let mut words: Vec<String> = told.iter().take(REASONS).map(ToString::to_string).collect();
    if told.len() > REASONS {
        words.push(format!("and {} more", told.len() - REASONS));
    }
    words.join("; ")
}

/// The stages that ran, with the reasons; those that were kept are not named.
pub fn ran(ran: &[(Stage, Vec<Reason>)]) -> String {
    let step = |(stage, why): &(Stage, Vec<Reason>)| line(stage.name(), "ran", &reasons(why));
    if ran.is_empty() { "  nothing had changed\n".to_owned() } else { ran.iter().map(step).collect() }
}
