//! Findings to draw in tests: the QRIS data of Pekalongan, and a study made to be hard to draw.

mod choice;

pub use choice::compared;

use crate::locale::Text;
use crate::segmentation::{
    Cluster, Member, PerVariable, Projection, SegmentationFindings, Spread, VariableFindings,
};
use crate::statistics::summary::{self, quantile};
use crate::study::schema::{Better, Missing, Order, Scaling, Transform};

/// What a fixture is made of; the rest is computed.
pub struct Plan {
    /// Name, label, unit, money, decimals.
    pub variables: Vec<(String, String, &'static str, bool, u32)>,
    /// Key, segment from 1, values.
    pub units: Vec<(String, usize, Vec<f64>)>,
    /// What segments are called.
    pub labels: Vec<String>,
    /// Whether the clustering space is in standard deviations.
    pub scaled: bool,
}

/// QRIS transactions of seven districts in six months, in two segments: `shared/pekalongan-qris/table1.csv`.
pub fn qris() -> SegmentationFindings {
    districts(1.0, false)
}

/// The same districts with amounts of money of up to trillions.
pub fn rupiah() -> SegmentationFindings {
    districts(1.0e7 / 3.0, true)
}

fn districts(factor: f64, money: bool) -> SegmentationFindings {
    let months = ["Jan", "Feb", "Maret", "April", "Mei", "Juni"];
    let units: [(&str, usize, [f64; 6]); 7] = [
        ("Kab. Batang", 1, [96242.0, 67536.0, 83560.0, 58022.0, 45215.0, 38548.0]),
        ("Kab. Brebes", 2, [70876.0, 92731.0, 78563.0, 386231.0, 342008.0, 337452.0]),
        ("Kab. Pekalongan", 1, [49334.0, 42359.0, 61761.0, 62908.0, 67878.0, 22080.0]),
        ("Kab. Pemalang", 1, [55336.0, 43650.0, 46371.0, 43717.0, 48527.0, 29787.0]),
        ("Kab. Tegal", 1, [62720.0, 82869.0, 97859.0, 114176.0, 63086.0, 55174.0]),
        ("Kota Pekalongan", 1, [70977.0, 71051.0, 372998.0, 79327.0, 78724.0, 60290.0]),
        ("Kota Tegal", 1, [101851.0, 100993.0, 143552.0, 131870.0, 146543.0, 109334.0]),
    ];
    Plan {
        variables: months
            .iter()
            .map(|m| ((*m).to_lowercase(), (*m).to_owned(), if money { "" } else { "transaksi" }, money, 0))
            .collect(),
        units: units
            .iter()
            .map(|(key, segment, values)| ((*key).to_owned(), *segment, values.map(|x| x * factor).to_vec()))
            .collect(),
        labels: vec!["C1".into(), "C2".into()],
        scaled: false,
    }
    .findings()
}

/// Many units with long names, markup in labels, equal values, singletons, and numbers of every size.
pub fn hard(n: usize, k: usize, variables: usize) -> SegmentationFindings {
    let value = |i: usize, v: usize| {
        let noise = (i * 7919 + v * 104_729 + i * v * 31) % 997;
        let segment = segment_of(i, k) as f64;
        match v % 5 {
            0 => segment * 40.0 + (noise % 23) as f64,
            1 => (segment * 3.1 + noise as f64 / 97.0) * 1.3e10,
            2 => 7.0,
            3 => 0.01 * noise as f64 - segment,
            _ => segment * segment * 900.0 + noise as f64,
        }
    };
    let labels = [
        "Sangat baik & \"aktif\" <unggulan>",
        "Baik",
        "Sedang: menuju kematangan penggunaan kanal pembayaran nontunai di seluruh wilayah kerja kantor pelayanan",
        "Kurang 'giat'",
        "#[]{}*_$@<>\\",
    ];
    Plan {
        variables: (0..variables).map(hard_variable).collect(),
        units: (0..n)
            .map(|i| (hard_key(i), segment_of(i, k), (0..variables).map(|v| value(i, v)).collect()))
            .collect(),
        labels: (0..k)
            .map(|i| labels.get(i).map_or_else(|| format!("Segmen {}", i + 1), |l| (*l).to_owned()))
            .collect(),
        scaled: true,
    }
    .findings()
}

/// Values over many decades: many zeros, a few enormous ones; the third variable also has values below zero.
pub fn skewed(n: usize, k: usize, variables: usize) -> SegmentationFindings {
    let value = |i: usize, v: usize| {
        let noise = ((i * 367 + v * 104_729) % 991) as f64 / 991.0;
        let size = libm::exp(noise * 9.0 + v as f64 * 4.0) - 1.0;
        if v == 2 && i == 0 { -size } else { size.floor() }
    };
    Plan {
        variables: (0..variables).map(hard_variable).collect(),
        units: (0..n)
            .map(|i| (hard_key(i), segment_of(i, k), (0..variables).map(|v| value(i, v)).collect()))
            .collect(),
        labels: (0..k).map(|i| format!("Segmen {}", i + 1)).collect(),
        scaled: true,
    }
    .findings()
}

/// The same units, clustered by the logarithms of one plus their values.
pub fn logged(mut findings: SegmentationFindings) -> SegmentationFindings {
    findings.transform = Transform::Log1p;
    for variable in &findings.variables {
        let all: Vec<f64> = findings.members.iter().map(|m| libm::log1p(m.values[&variable.name])).collect();
        for cluster in &mut findings.clusters {
            let of = findings.members.iter().zip(&all).filter(|(m, _)| m.cluster == cluster.number);
            let of: Vec<f64> = of.map(|(_, x)| *x).collect();
            let z = (summary::mean(&of) - summary::mean(&all)) / summary::sd(&all);
            cluster.center_z.insert(variable.name.clone(), z);
        }
    }
    findings
}

/// The last two segments have one unit each; two units of the first are equal.
fn segment_of(i: usize, k: usize) -> usize {
    match i {
        _ if i < k => i + 1,
        _ => i % k.saturating_sub(2).max(1) + 1,
    }
}

fn hard_key(i: usize) -> String {
    match i % 4 {
        0 => format!(
            "Dinas Pekerjaan Umum, Penataan Ruang, Perumahan & Kawasan Permukiman Kabupaten Ogan Komering Ulu nomor {i}"
        ),
        1 => format!("Satker <{i}> \"Kantor\" 'A' & B"),
        2 => format!("{i:06}"),
        _ => format!("KPU Kabupaten {i}"),
    }
}

fn hard_variable(v: usize) -> (String, String, &'static str, bool, u32) {
    let label = match v % 4 {
        0 => "Transaksi Digipay".to_owned(),
        1 => "Nilai belanja dengan Kartu Kredit Pemerintah <KKP> & uang persediaan sepanjang tahun anggaran berjalan"
            .to_owned(),
        2 => "Pertanggungjawabanelektroniksepenuhnya".to_owned(),
        _ => format!("Rasio {v}"),
    };
    (
        format!("v{v}"),
        label,
        if v.is_multiple_of(3) { "transaksi" } else { "" },
        v % 5 == 1,
        [0, 0, 2, 2, 0][v % 5],
    )
}

impl Plan {
    /// Computes everything that charts read.
    pub fn findings(self) -> SegmentationFindings {
        let columns: Vec<Vec<f64>> =
            (0..self.variables.len()).map(|v| self.units.iter().map(|unit| unit.2[v]).collect()).collect();
        let variables: Vec<_> = self.variables.iter().zip(&columns).map(variable).collect();
        let score = |v: usize, x: f64| {
            if variables[v].sd > 0.0 { (x - variables[v].mean) / variables[v].sd } else { 0.0 }
        };
        let space = |values: &[f64]| -> Vec<f64> {
            values.iter().enumerate().map(|(v, x)| if self.scaled { score(v, *x) } else { *x }).collect()
        };
        let k = self.labels.len();
        let mean_of = |number: usize| -> Vec<f64> {
            let of: Vec<_> = self.units.iter().filter(|unit| unit.1 == number).collect();
            (0..columns.len())
                .map(|v| of.iter().map(|unit| unit.2[v]).sum::<f64>() / of.len().max(1) as f64)
                .collect()
        };
        let centers: Vec<Vec<f64>> = (1..=k).map(mean_of).collect();
        let points: Vec<(usize, Vec<f64>)> = self.units.iter().map(|unit| (unit.1, space(&unit.2))).collect();
        let overall = space(&variables.iter().map(|v| v.mean).collect::<Vec<_>>());
        let (explained, axes) = components(&points, &overall);
        let project =
            |point: &[f64]| axes.iter().map(|axis| dot(&minus(point, &overall), axis)).collect::<Vec<_>>();
        let named = |values: &[f64]| -> PerVariable<f64> {
            variables.iter().zip(values).map(|(v, x)| (v.name.clone(), *x)).collect()
        };
        let mut members: Vec<Member> = self
            .units
            .iter()
            .zip(&points)
            .map(|(unit, (cluster, point))| {
                let distances: Vec<f64> = centers.iter().map(|c| distance(point, &space(c))).collect();
                Member {
                    key: unit.0.clone(),
                    cluster: *cluster,
                    distance: distances[cluster - 1],
                    initial_cluster: *cluster,
                    initial_distances: distances.clone(),
                    distances,
                    silhouette: silhouette(&points, *cluster, point, k),
                    values: named(&unit.2),
                    scores: project(point),
                }
            })
            .collect();
        members.sort_by(|a, b| a.key.cmp(&b.key));
        let cluster = |(i, center): (usize, &Vec<f64>)| {
            let of: Vec<_> = members.iter().filter(|m| m.cluster == i + 1).collect();
            let z: Vec<f64> = center.iter().enumerate().map(|(v, x)| score(v, *x)).collect();
            Cluster {
                number: i + 1,
                label: self.labels[i].clone(),
                labels: Text::same(&self.labels[i]),
                size: of.len(),
                share: of.len() as f64 / members.len() as f64,
                within_ss: of.iter().map(|m| m.distance * m.distance).sum(),
                silhouette: of.iter().map(|m| m.silhouette).sum::<f64>() / of.len().max(1) as f64,
                center: named(center),
                center_scaled: named(&space(center)),
                center_z: named(&z),
                spread: variables
                    .iter()
                    .map(|v| {
                        let values: Vec<f64> = of.iter().map(|member| member.values[&v.name]).collect();
                        (v.name.clone(), spread(&values))
                    })
                    .collect(),
                markers: vec![],
            }
        };
        let clusters: Vec<_> = centers.iter().enumerate().map(cluster).collect();
        let between = |a: &Vec<f64>| centers.iter().map(|b| distance(&space(a), &space(b))).collect();
        SegmentationFindings {
            data: "units".into(),
            key_label: "Unit".into(),
            n: members.len(),
            k,
            transform: Transform::None,
            scaling: if self.scaled { Scaling::ZScore } else { Scaling::None },
            start: "spss".into(),
            starts: 1,
            starts_at_best: 1,
            starts_near_best: 1,
            max_iterations: None,
            order: Order::AsFound,
            depends_on_row_order: true,
            converged: true,
            iterations: 2,
            iteration_history: vec![],
            initial_centers: vec![],
            smallest_initial_distance: 0.0,
            within_ss: 0.0,
            total_ss: 0.0,
            between_share: 0.0,
            silhouette: members.iter().map(|m| m.silhouette).sum::<f64>() / members.len() as f64,
            distances_between_centers: centers.iter().map(between).collect(),
            anova: PerVariable::new(),
            correlations: vec![],
            critical_correlation: None,
            validation: vec![],
            validation_correlations: vec![],
            order_exceptions: vec![],
            projection: Projection {
                explained,
                loadings: PerVariable::new(),
                centers: centers.iter().map(|c| project(&space(c))).collect(),
            },
            variables,
            clusters,
            members,
            choice: None,
            choice_of_k: vec![],
            votes: vec![],
            stability: None,
            sensitivity: vec![],
        }
    }
}

fn variable((plan, column): (&(String, String, &str, bool, u32), &Vec<f64>)) -> VariableFindings {
    let (name, label, unit, money, decimals) = plan;
    let n = column.len() as f64;
    let mean = column.iter().sum::<f64>() / n;
    let sd = (column.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0)).sqrt();
    VariableFindings {
        name: name.clone(),
        label: label.clone(),
        labels: Text::same(label),
        unit: (*unit).to_owned(),
        money: *money,
        decimals: *decimals,
        missing: Missing::Error,
        better: Better::Higher,
        set_to_zero: 0,
        mean,
        sd,
        min: column.iter().copied().fold(f64::INFINITY, f64::min),
        median: mean,
        max: column.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        spread: spread(column),
    }
}

fn spread(values: &[f64]) -> Spread {
    let quantile = |probability: f64| (!values.is_empty()).then(|| quantile(values, probability));
    Spread {
        n: values.len(),
        median: quantile(0.5),
        q1: quantile(0.25),
        q3: quantile(0.75),
        ..Spread::default()
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    let d = minus(a, b);
    dot(&d, &d).sqrt()
}

fn silhouette(points: &[(usize, Vec<f64>)], own: usize, point: &[f64], k: usize) -> f64 {
    let mean = |number: usize, leave: usize| {
        let others: Vec<f64> =
            points.iter().filter(|p| p.0 == number).map(|p| distance(&p.1, point)).collect();
        (others.len() > leave).then(|| others.iter().sum::<f64>() / (others.len() - leave) as f64)
    };
    let Some(a) = mean(own, 1) else { return 0.0 };
    let b = (1..=k)
        .filter(|number| *number != own)
        .filter_map(|number| mean(number, 0))
        .fold(f64::INFINITY, f64::min);
    if a.max(b) > 0.0 { (b - a) / a.max(b) } else { 0.0 }
}

/// The first two principal components by power iteration, with their shares of the variance.
fn components(points: &[(usize, Vec<f64>)], mean: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let mut rows: Vec<Vec<f64>> = points.iter().map(|p| minus(&p.1, mean)).collect();
    let total: f64 = rows.iter().map(|row| dot(row, row)).sum();
    let (mut explained, mut axes) = (vec![], vec![]);
    for _ in 0..mean.len().min(2) {
        let mut axis: Vec<f64> = (0..mean.len()).map(|i| 1.0 + i as f64 / 10.0).collect();
        for _ in 0..300 {
            let mut next = vec![0.0; mean.len()];
            for row in &rows {
                let score = dot(row, &axis);
                next.iter_mut().zip(row).for_each(|(n, x)| *n += score * x);
            }
            let length = dot(&next, &next).sqrt();
            if length > 0.0 {
                axis = next.iter().map(|x| x / length).collect();
            }
        }
        explained.push(rows.iter().map(|row| dot(row, &axis) * dot(row, &axis)).sum::<f64>() / total);
        for row in &mut rows {
            let score = dot(row, &axis);
            row.iter_mut().zip(&axis).for_each(|(x, a)| *x -= score * a);
        }
        axes.push(axis);
    }
    (explained, axes)
}
