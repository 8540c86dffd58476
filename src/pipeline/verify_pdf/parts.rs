//! Some data are not there: what can be checked without them is checked, and the rest is listed.

use super::carried::{Carried, Desk};
use super::found::{Agreement, Difference, PdfVerification, Unchecked};
use super::whole::lock_differences;
use super::{not_made, reduced, values};
use crate::claims::{self, ClaimFindings};
use crate::diagnostic::{Diagnostics, Outcome};
use crate::difference::{self, Change};
use crate::expression::Evaluator;
use crate::findings::{RESULTS_VERSION, rounded_tree};
use crate::lock::Lock;
use crate::pdf::refused_name;
use crate::pipeline::read::Read;
use crate::pipeline::run::Run;
use crate::pipeline::verify::numbers_in;
use crate::pipeline::{Cache, Clock, not_finite};
use crate::report::enclosed::{self, attached_as};
use crate::report::{self, LEFT_OUT};
use crate::study::schema::Origin;
use crate::study::{self, Dataset, Study};
use serde_json::Value;

/// Checks what can be checked without the data that are not attached.
pub fn verify(carried: &Carried, path: &str, desk: &Desk, found: &mut PdfVerification) -> Outcome<()> {
    let missing: Vec<&str> =
        carried.named().filter(|file| !carried.is_attached(file)).map(|file| file.name).collect();
    if let Some(name) = missing.iter().find(|name| refused_name(&attached_as(name)).is_some()) {
        let reason = format!("it names the file `{}`", name.escape_debug());
        found.differ(Difference::Written { name: enclosed::INPUTS.into(), reason });
        return Ok(());
    }
    // An empty file in the place of each lets the study be read; it is never read as data.
    missing.iter().try_for_each(|name| desk.write(&attached_as(name), b"").map(|_| ()))?;
    let (study, problems) = study::load(&desk.path().join(path));
    let Some(study) = study.filter(|_| !problems.has_errors()) else {
        return not_made(problems, desk, found);
    };
    found.unchecked.push(Unchecked::Pages);
    inputs(carried, &study, &missing, found).map_err(not_finite)?;
    let Some((_, Ok(tree))) = carried.findings() else { return Ok(()) };
    if tree.get(LEFT_OUT).is_none() && !report::shared(&study, &tree).1.is_empty() {
        found.differ(Difference::Unknown { name: enclosed::RESULTS.into() });
    }
    let left_out = tree[LEFT_OUT].as_array().into_iter().flatten().filter_map(Value::as_str);
    found.unchecked.extend(left_out.map(|path| Unchecked::Findings { path: path.to_owned() }));
    analyses(&study, &tree, &missing, (path, desk), found)?;
    if let Err(problems) = claims(&study, &tree, found) {
        return not_made(problems, desk, found);
    }
    shape(&study, &tree, carried, found);
    values::check(&study, &tree, &carried.pdf.pages()?, found);
    Ok(())
}

/// What the attached lock says against what the attached files say, and data that should be attached.
fn inputs(
    carried: &Carried,
    study: &Study,
    missing: &[&str],
    found: &mut PdfVerification,
) -> Result<(), serde_json::Error> {
    let before = found.differs.len();
    lock_differences(carried, &Lock::of(study)?, missing, found);
    if study.name != carried.lock.study {
        found.differ(Difference::Inputs { reason: crate::lock::Reason::LockChanged });
    }
    for (_, file) in
        report::enclosed::files(study).iter().filter(|(_, file)| missing.contains(&file.name.as_str()))
    {
        found.differ(Difference::Absent { name: attached_as(&file.name) });
    }
    if found.differs.len() == before {
        found.agrees.push(Agreement::Inputs);
    }
    Ok(())
}

/// Computes the analyses again whose data are all there.
fn analyses(
    study: &Study,
    tree: &Value,
    missing: &[&str],
    (path, desk): (&str, &Desk),
    found: &mut PdfVerification,
) -> Outcome<()> {
    let closed = study.datasets.iter().filter(|data| missing.contains(&data.file.name.as_str()));
    let closed: Vec<&str> = closed.map(|data| data.name.as_str()).collect();
    let all = reduced::analyses(study);
    let (dropped, kept): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(_, needs)| needs.iter().any(|name| closed.contains(name)));
    let dropped: Vec<&str> = dropped.into_iter().map(|(name, _)| name).collect();
    found.unchecked.extend(dropped.iter().map(|name| Unchecked::Analysis { name: (*name).to_owned() }));
    if kept.is_empty() {
        return Ok(());
    }
    let Ok(text) = reduced::without(&study.source.text, &closed, &dropped) else { return Ok(()) };
    let stem = path.trim_end_matches(".yaml").trim_end_matches(".yml");
    let reduced = desk.write(&format!("{stem}.reduced.yaml"), text.as_bytes())?;
    let again = match computed(&reduced) {
        Ok(again) => report::shared(study, &again).0,
        Err(problems) => return not_made(problems, desk, found),
    };
    datasets(tree, &again, found);
    kept.into_iter().for_each(|(name, _)| analysis(name, tree, &again, found));
    Ok(())
}

fn computed(study: &std::path::Path) -> Outcome<Value> {
    let read = Read::new(study, &mut Clock::start())?;
    let lock = Lock::of(&read.study).map_err(not_finite)?;
    Ok(Run::new(&read, &lock, Cache::none()).analysed()?.tree)
}

fn analysis(name: &str, tree: &Value, again: &Value, found: &mut PdfVerification) {
    let changes = difference::findings(&tree[name], &again[name]);
    if changes.is_empty() {
        found.agrees.push(Agreement::Analysis { name: name.to_owned(), numbers: numbers_in(&again[name]) });
    }
    changes.into_iter().for_each(|change| found.differ(below(name, change)));
}

/// What the attached findings must say whatever the data: how they are written, and whose they are.
fn shape(study: &Study, tree: &Value, carried: &Carried, found: &mut PdfVerification) {
    const KEYS: [&str; 8] = [
        "results_version",
        "study",
        "datasets",
        "segmentation",
        "targeting",
        "positioning",
        "claims",
        LEFT_OUT,
    ];
    let name = carried.findings().map_or(enclosed::RESULTS, |(name, _)| name);
    let bytes = carried.file(name).map(|file| file.bytes.as_slice()).unwrap_or_default();
    let mut written = |right: bool, reason: &str| {
        if !right {
            found.differ(Difference::Written { name: name.to_owned(), reason: reason.to_owned() });
        }
    };
    written(bytes == report::results(tree), "not written as telaah writes findings");
    let fields = tree.as_object();
    written(
        fields.is_some_and(|fields| fields.keys().all(|key| KEYS.contains(&key.as_str()))),
        "it has keys that findings do not have",
    );
    written(tree["study"] == study.name.as_str(), "it names another study");
    written(tree["results_version"] == RESULTS_VERSION, "it names another version of its layout");
    let told = |tree: &Value, dataset: &Dataset| {
        let all = tree["datasets"].as_array().into_iter().flatten();
        all.filter(|found| found["name"] == dataset.name.as_str()).cloned().collect::<Vec<_>>()
    };
    for dataset in &study.datasets {
        let hash = carried.lock.inputs.get("data").and_then(|files| files.get(&dataset.file.name));
        let is_right = matches!(told(tree, dataset).as_slice(), [one]
            if one["sha256"].as_str() == hash.map(String::as_str)
                && one["file"] == dataset.file.name.as_str()
                && one["origin"] == serde_json::json!(dataset.origin));
        written(is_right, "what it says of a dataset is not what the study and `inputs.lock` say");
    }
}

/// What was read of the datasets that are there.
fn datasets(tree: &Value, again: &Value, found: &mut PdfVerification) {
    let list = |tree: &Value| tree["datasets"].as_array().cloned().unwrap_or_default();
    let attached = list(tree);
    for dataset in list(again) {
        let old = attached.iter().find(|old| old["name"] == dataset["name"]).unwrap_or(&Value::Null);
        let name = format!("datasets[name={}]", dataset["name"].as_str().unwrap_or_default());
        difference::findings(old, &dataset).into_iter().for_each(|change| found.differ(below(&name, change)));
    }
}

/// A change with the path of what it is a part of.
fn below(name: &str, change: Change) -> Difference {
    let path = match change.path.as_str() {
        "" => name.to_owned(),
        path if path.starts_with('[') => format!("{name}{path}"),
        path => format!("{name}.{path}"),
    };
    Difference::Finding { change: Change { path, ..change } }
}

/// Evaluates the claims again over the attached findings.
fn claims(study: &Study, tree: &Value, found: &mut PdfVerification) -> Outcome<()> {
    let Some(plan) = &study.claims else { return Ok(()) };
    let mut bare = tree.clone();
    if let Some(parts) = bare.as_object_mut() {
        parts.shift_remove(LEFT_OUT);
        parts.insert("claims".into(), Value::Null);
    }
    let simulated = study.datasets.iter().any(|dataset| dataset.origin == Origin::Simulated);
    let evaluator = Evaluator::new(&bare, &study.locale);
    let checked = claims::check_each(plan, &evaluator, simulated, study.locale.language)?;
    let attached: Vec<ClaimFindings> =
        serde_json::from_value(tree["claims"]["items"].clone()).unwrap_or_default();
    let (mut items, mut evaluated, mut problems) = (Vec::new(), 0, Diagnostics::default());
    for (i, checked) in checked.into_iter().enumerate() {
        match (checked, attached.get(i)) {
            (Ok(item), _) => {
                evaluated += 1;
                items.push(item);
            }
            (Err(_), Some(item)) if tree.get(LEFT_OUT).is_some() => {
                found
                    .unchecked
                    .push(Unchecked::Claim { place: item.place.clone(), value: item.value.clone() });
                items.push(item.clone());
            }
            (Err(problem), _) => problems.push(problem),
        }
    }
    if problems.has_errors() {
        return Err(problems);
    }
    let again = rounded_tree(&claims::summarise(plan, items)).map_err(not_finite)?;
    let changes = difference::findings(&tree["claims"], &again);
    if changes.is_empty() {
        found.agrees.push(Agreement::Claims { claims: evaluated });
    }
    changes.into_iter().for_each(|change| found.differ(below("claims", change)));
    Ok(())
}
