//! Targetings to draw in tests: an easy one, and some that are hard to draw.

use crate::locale::Text;
use crate::study::Bound;
use crate::study::schema::Adoption;
use crate::targeting::concentration;
use crate::targeting::*;
use indexmap::IndexMap;

/// What a fixture is made of; the rest follows.
pub struct Plan {
    /// How many units.
    pub units: usize,
    /// How many criteria.
    pub criteria: usize,
    /// What segments are called; empty without a segmentation.
    pub segments: Vec<String>,
    /// The potential of a unit.
    pub potential: fn(usize) -> f64,
    /// Whether potential is an amount of money.
    pub money: bool,
}

/// Thirty shops in three segments.
pub fn shops() -> TargetingFindings {
    let segments = ["Busy", "Middling", "Quiet"].map(str::to_owned).to_vec();
    let potential = |i: usize| 900.0 + 137.0 * ((i * 7) % 30) as f64;
    Plan { units: 30, criteria: 3, segments, potential, money: false }.findings()
}

/// Many units with long names, four heights of potential, and a few units with all of it.
pub fn hard(units: usize, criteria: usize, segments: usize) -> TargetingFindings {
    let long = "Dinas Pekerjaan Umum, Penataan Ruang & <Perumahan> Kabupaten Ogan Komering Ulu bagian";
    let segments = (0..segments).map(|i| format!("{long} {i}")).collect();
    let potential = |i: usize| [5e7, 1e8, 2e8, 5e8, 9.7e11][if i.is_multiple_of(17) { 4 } else { i % 4 }];
    Plan { units, criteria, segments, potential, money: true }.findings()
}

/// Units without a segment, potential of zero for some.
pub fn zeros() -> TargetingFindings {
    let potential = |i: usize| if i.is_multiple_of(3) { 0.0 } else { 3.0 * libm::pow(1.4, i as f64) };
    Plan { units: 40, criteria: 1, segments: Vec::new(), potential, money: false }.findings()
}

/// Units that are all alike, so that nothing is high and nothing low.
pub fn alike() -> TargetingFindings {
    Plan { units: 12, criteria: 2, segments: vec!["A".into()], potential: |_| 4.0, money: false }.findings()
}

impl Plan {
    fn findings(&self) -> TargetingFindings {
        let mut units: Vec<UnitFindings> = (0..self.units).map(|i| self.unit(i)).collect();
        let values: Vec<f64> = (0..self.units).map(self.potential).collect();
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let line = Line { at: sorted[sorted.len() / 2], ..Line::default() };
        let half = Line { at: 0.5, declared: true, ..Line::default() };
        for (i, unit) in units.iter_mut().enumerate() {
            unit.rank = i + 1;
            unit.quadrant = Some(
                match (
                    line.is_high(unit.potential.unwrap_or(0.0)),
                    half.is_high(unit.adoption.unwrap_or(0.0)),
                ) {
                    (true, false) => Quadrant::Priority,
                    (true, true) => Quadrant::Keep,
                    (false, false) => Quadrant::Later,
                    (false, true) => Quadrant::Ahead,
                },
            );
        }
        let number = |quadrant| units.iter().filter(|unit| unit.quadrant == Some(quadrant)).count();
        let quadrants = Quadrants {
            potential: line,
            adoption: half,
            n: self.units,
            without: 0,
            priority: number(Quadrant::Priority),
            keep: number(Quadrant::Keep),
            later: number(Quadrant::Later),
            ahead: number(Quadrant::Ahead),
            ..Quadrants::default()
        };
        TargetingFindings {
            data: "units".into(),
            key_label: "Unit".into(),
            name_label: None,
            n: self.units,
            without_segment: (!self.segments.is_empty()).then_some(0),
            criteria: (0..self.criteria).map(|c| self.criterion(c)).collect(),
            potential: Some(self.potential(&values)),
            targets: Targets {
                n: self.units,
                targeted: self.units,
                share: 1.0,
                all_met: 0,
                not_eligible: 0,
                by_unmet: vec![0, self.units],
                ..Targets::default()
            },
            adoption: Adoption::Attainment,
            quadrants: Some(quadrants),
            units,
            ..TargetingFindings::default()
        }
    }

    fn unit(&self, i: usize) -> UnitFindings {
        let segment = (!self.segments.is_empty()).then(|| i % (self.segments.len() + 1)).filter(|s| *s > 0);
        UnitFindings {
            rank: i + 1,
            key: format!("{i:06}"),
            name: format!(
                "Kantor \"Pelayanan\" & <Perbekalan> nomor {i} di ujung jalan yang panjang sekali namanya"
            ),
            segment,
            segment_label: segment.map(|number| self.segments[number - 1].clone()),
            potential: Some((self.potential)(i)),
            criteria: IndexMap::new(),
            eligible: self.criteria,
            assessed: self.criteria,
            met: 0,
            unmet: self.criteria,
            target: true,
            adoption: Some(if i.is_multiple_of(2) { 0.0 } else { ((i * 13) % 10) as f64 / 10.0 }),
            quadrant: None,
            reasons: Vec::new(),
        }
    }

    fn criterion(&self, c: usize) -> CriterionFindings {
        let counts = |n: usize| [n - n / 3, n / 2, n / 4];
        let part = |segment: Segment, n: usize| {
            let [eligible, assessed, met] = counts(n);
            CriterionSegment {
                segment,
                n,
                eligible,
                assessed,
                met,
                unmet: assessed - met,
                not_assessed: eligible - assessed,
                share: (assessed > 0).then(|| met as f64 / assessed as f64),
                gap: Some(3.0),
                median: Some(1.0),
                ..CriterionSegment::default()
            }
        };
        let all = part(Segment { segment: None, label: String::new() }, self.units);
        let size = self.units / self.segments.len().max(1);
        let by_segment = self.segments.iter().enumerate().map(|(i, label)| {
            let segment = Segment { segment: Some(i + 1), label: label.clone() };
            part(segment, if i.is_multiple_of(5) { size } else { i % 3 })
        });
        let label =
            format!("Criterion {c}: at least twelve & <more> of everything that is counted in a year");
        let formula = Formula { sql: "x".into(), words: "x".into(), plain: true };
        CriterionFindings {
            name: format!("c{c}"),
            label: label.clone(),
            labels: Text::same(label),
            definition: Definition { measure: formula, ..Definition::default() },
            bound: Bound::AtLeast,
            threshold: 12.0,
            percent: false,
            unit: String::new(),
            money: false,
            whole: true,
            n: all.n,
            eligible: all.eligible,
            assessed: all.assessed,
            met: all.met,
            unmet: all.unmet,
            not_assessed: all.not_assessed,
            share: all.share,
            gap: Some(9.0),
            gap_median: Some(1.0),
            gap_max: Some(3.0),
            median: Some(1.0),
            by_segment: by_segment.collect(),
            ..CriterionFindings::default()
        }
    }

    fn potential(&self, values: &[f64]) -> PotentialFindings {
        let label = "Potential <that> can be won & more, as it stands in the yearly budget of the unit";
        let all = PotentialSummary {
            n: values.len(),
            missing: 0,
            total: values.iter().sum(),
            share: Some(1.0),
            mean: None,
            median: None,
            min: None,
            max: None,
        };
        PotentialFindings {
            column: "p".into(),
            label: label.into(),
            unit: if self.money { String::new() } else { "m²".into() },
            money: self.money,
            decimals: 0,
            all,
            by_segment: Vec::new(),
            concentration: concentration::of(values),
            zero: 0,
            negative: 0,
        }
    }
}
