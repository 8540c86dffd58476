//! Findings of surveys to draw in tests: an ordinary one, and ones made to be hard to draw.

use crate::locale::Text;
use crate::positioning::{
    ConstructFindings, Importance, ImportanceQuadrant, ItemFindings, Map, MapArrow, MapPoint, ObjectFindings,
    PositioningFindings, Respondents, Rules, ScaleFindings, Score, SegmentLabel,
};
use crate::study::schema::{Classed, Total};

/// What a survey is made of; the numbers follow from the places.
pub struct Plan {
    /// What was rated; empty when respondents rated one thing only.
    pub objects: Vec<String>,
    /// The constructs, with the number of their items.
    pub constructs: Vec<(String, usize)>,
    /// The segments; empty when there are none.
    pub segments: Vec<String>,
    /// The points of the scale, from 1.
    pub points: usize,
    /// What answers are called; numbers when empty.
    pub labels: Vec<&'static str>,
    /// Whether some were not asked, some answered nothing, and the number of answers differs.
    pub gaps: bool,
    /// The words of an item; `{}` stands for the object.
    pub words: &'static str,
}

/// Four constructs with four items each, three objects and four segments, on five points.
pub fn acceptance() -> PositioningFindings {
    let names = ["Kegunaan", "Kemudahan penggunaan", "Sikap", "Minat menggunakan"];
    Plan {
        objects: ["Loket", "Aplikasi", "Kartu"].map(String::from).to_vec(),
        constructs: names.iter().map(|name| ((*name).to_owned(), 4)).collect(),
        segments: ["Tinggi", "Sedang", "Kurang", "Sangat kurang"].map(String::from).to_vec(),
        points: 5,
        labels: vec!["Sangat tidak setuju", "Tidak setuju", "Netral", "Setuju", "Sangat setuju"],
        gaps: false,
        words: "Dengan {} pekerjaan saya sehari-hari menjadi lebih cepat selesai.",
    }
    .findings()
}

/// One thing rated by three segments on four points.
pub fn single() -> PositioningFindings {
    Plan {
        objects: Vec::new(),
        constructs: vec![("Mutu".into(), 5), ("Kepuasan".into(), 3)],
        segments: ["Baru", "Lama", "Setia"].map(String::from).to_vec(),
        points: 4,
        labels: vec!["Tidak pernah", "Jarang", "Sering", "Selalu"],
        gaps: false,
        words: "Saya puas dengan layanan.",
    }
    .findings()
}

/// Two objects without segments on seven points, one construct with one item.
pub fn plain() -> PositioningFindings {
    Plan {
        objects: ["Lending by the desk", "Lending by the app"].map(String::from).to_vec(),
        constructs: vec![("Satisfaction".into(), 1)],
        segments: Vec::new(),
        points: 7,
        labels: Vec::new(),
        gaps: false,
        words: "I am satisfied with {}.",
    }
    .findings()
}

/// Long names, markup, gaps, and as many of everything as is asked.
pub fn hard(
    objects: usize,
    constructs: usize,
    items: usize,
    segments: usize,
    points: usize,
) -> PositioningFindings {
    let long = |what: &str, i: usize| match i % 3 {
        0 => {
            format!("{what} {i} \"pembayaran\" & <nontunai> di seluruh wilayah kerja pelayanan yang panjang")
        }
        1 => format!("{what} #{i}"),
        _ => format!("{what}{i}PersepsiKemanfaatanTanpaSpasiSamaSekaliYangPanjang"),
    };
    Plan {
        objects: (0..objects).map(|i| long("Kanal", i)).collect(),
        constructs: (0..constructs).map(|i| (long("Konstruk", i), items)).collect(),
        segments: (0..segments).map(|i| long("Segmen", i)).collect(),
        points,
        labels: Vec::new(),
        gaps: true,
        words: "Menggunakan {} membuat saya, rekan kerja & <atasan> saya merasa jauh lebih terbantu daripada \
                sebelumnya dalam menyelesaikan seluruh pekerjaan dan laporan pada akhir tahun anggaran",
    }
    .findings()
}

impl Plan {
    /// The findings of the plan.
    pub fn findings(&self) -> PositioningFindings {
        let labels = match self.labels.is_empty() {
            true => (1..=self.points).map(|i| i.to_string()).collect(),
            false => self.labels.iter().map(|label| (*label).to_owned()).collect(),
        };
        let middle = (1.0 + self.points as f64) / 2.0;
        PositioningFindings {
            data: "answers".into(),
            units: None,
            scale: ScaleFindings { from: 1, to: self.points as i32, labels, middle },
            instrument: "Instrument".into(),
            has_objects: !self.objects.is_empty(),
            has_segments: !self.segments.is_empty(),
            objects: self.objects(),
            constructs: (0..self.constructs.len()).map(|c| self.construct(c)).collect(),
            segments: self.segments.iter().enumerate().map(|(i, label)| named(i + 1, label)).collect(),
            respondents: respondents(),
            rules: rules(),
            reliability: Vec::new(),
            items: self.items(),
            scores: self.scores(),
            segment_comparisons: Vec::new(),
            object_comparisons: Vec::new(),
            importance: self.importance(),
            map: self.map(),
            guidance: None,
        }
    }

    fn objects(&self) -> Vec<ObjectFindings> {
        let object = |(i, label): (usize, &String)| ObjectFindings {
            name: if self.objects.is_empty() { String::new() } else { format!("o{i}") },
            label: label.clone(),
            labels: Text::same(label.clone()),
            n: 40,
        };
        let nameless = [String::new()];
        let labels = if self.objects.is_empty() { &nameless[..] } else { &self.objects[..] };
        labels.iter().enumerate().map(object).collect()
    }

    fn construct(&self, c: usize) -> ConstructFindings {
        let (label, items) = &self.constructs[c];
        ConstructFindings {
            name: format!("c{c}"),
            label: label.clone(),
            labels: Text::same(label.clone()),
            definition: String::new(),
            outcome: c + 1 == self.constructs.len() && c > 0,
            items: (0..*items).map(|i| format!("c{c}_{i}")).collect(),
        }
    }

    fn items(&self) -> Vec<ItemFindings> {
        let mut all = Vec::new();
        for (o, object) in self.objects().iter().enumerate() {
            for (c, (_, items)) in self.constructs.iter().enumerate() {
                // An object that nobody was asked a whole construct of.
                if self.gaps && o == 2 && c == 1 {
                    continue;
                }
                all.extend((0..*items).map(|i| self.item(object, (o, c, i))));
            }
        }
        all
    }

    fn item(&self, object: &ObjectFindings, (o, c, i): (usize, usize, usize)) -> ItemFindings {
        let place = o * 31 + c * 7 + i * 3;
        let n = if self.gaps { [40, 37, 0, 1, 1234][place % 5] } else { 40 };
        ItemFindings {
            object: object.name.clone(),
            construct: format!("c{c}"),
            item: format!("c{c}_{i}"),
            text: self.words.replace("{}", &object.label),
            reversed: i == 3,
            n,
            missing: 0,
            frequencies: self.frequencies(n, place),
            mean: None,
            sd: None,
            n_complete: n,
            r: None,
            r_critical: None,
            p: None,
            valid: None,
            r_corrected: None,
            alpha_if_deleted: None,
            loading: None,
        }
    }

    /// Answers around a peak, adding up to `n`.
    fn frequencies(&self, n: usize, place: usize) -> Vec<usize> {
        let peak = (place * 5 + place / 3) % self.points;
        let weight = |i: usize| 12 / (1 + 2 * i.abs_diff(peak));
        let all: usize = (0..self.points).map(weight).sum();
        let mut counts: Vec<usize> = (0..self.points).map(|i| n * weight(i) / all).collect();
        counts[peak] += n - counts.iter().sum::<usize>();
        counts
    }

    fn scores(&self) -> Vec<Score> {
        let mut all = Vec::new();
        for (o, object) in self.objects().iter().enumerate() {
            for c in 0..self.constructs.len() {
                let segments = (0..self.segments.len()).map(|s| (Some(s + 1), self.segments[s].clone()));
                for (s, label) in [(None, String::new())].into_iter().chain(segments) {
                    all.push(self.score(object, (o, c), s, label));
                }
            }
        }
        all
    }

    fn score(
        &self,
        object: &ObjectFindings,
        (o, c): (usize, usize),
        segment: Option<usize>,
        label: String,
    ) -> Score {
        let place = o * 5 + c * 3 + segment.unwrap_or(0) * 11;
        let none = self.gaps && segment.is_some() && (place.is_multiple_of(7) || segment == Some(2));
        let n = if none { 0 } else { 1 + place % 23 };
        let span = self.points as f64 - 1.0;
        let mean = (!none).then(|| 1.0 + span * ((place * 13) % 29) as f64 / 29.0);
        let half = span * 0.6 / (n as f64).sqrt().max(1.0);
        let lower = mean.filter(|_| n > 1).map(|mean| mean - half);
        Score {
            segment,
            label,
            object: object.name.clone(),
            construct: format!("c{c}"),
            n,
            respondents: n,
            population: None,
            mean,
            sd: None,
            lower,
            upper: lower.map(|lower| lower + 2.0 * half),
            tcr: None,
            class: None,
            class_label: String::new(),
        }
    }

    fn importance(&self) -> Vec<Importance> {
        use ImportanceQuadrant::{Concentrate, KeepUp, LowPriority, Overkill};
        let others = self.constructs.len().saturating_sub(1);
        let mut all = Vec::new();
        for (o, object) in self.objects().iter().enumerate() {
            let value = |c: usize| {
                let score = self.score(object, (o, c), None, String::new()).mean.unwrap_or(0.0);
                (score, ((o * 17 + c * 29) % 41) as f64 / 41.0)
            };
            let mean = |pick: fn((f64, f64)) -> f64| {
                (0..others).map(|c| pick(value(c))).sum::<f64>() / others.max(1) as f64
            };
            let (x, y) = (mean(|(x, _)| x), mean(|(_, y)| y));
            all.extend((0..others).map(|c| {
                let missing = self.gaps && (o + c) % 5 == 4;
                let (performance, importance) = value(c);
                let quadrant = match (importance >= y, performance >= x) {
                    (true, false) => Concentrate,
                    (true, true) => KeepUp,
                    (false, false) => LowPriority,
                    (false, true) => Overkill,
                };
                Importance {
                    object: object.name.clone(),
                    construct: format!("c{c}"),
                    performance: Some(performance),
                    importance: (!missing).then_some(importance),
                    importance_lower: None,
                    importance_upper: None,
                    n: 40,
                    quadrant: (!missing).then_some(quadrant),
                }
            }));
        }
        all
    }

    fn map(&self) -> Option<Map> {
        let segments: Vec<Option<usize>> = match self.segments.len() {
            0 => vec![None],
            n => (1..=n).map(Some).collect(),
        };
        let mut points = Vec::new();
        for (o, object) in self.objects().iter().enumerate() {
            for segment in &segments {
                let place = (o * 7 + segment.unwrap_or(0) * 5) as f64;
                let (x, y) = (2.4 * libm::sin(place * 1.7), 1.1 * libm::cos(place * 2.3));
                points.push(MapPoint { object: object.name.clone(), segment: *segment, x, y });
            }
        }
        let arrow = |c: usize| MapArrow {
            construct: format!("c{c}"),
            x: 0.9 * libm::cos(c as f64 * 0.4),
            y: 0.5 * libm::sin(c as f64 * 0.9 - 0.4),
        };
        let arrows: Vec<MapArrow> = (0..self.constructs.len()).map(arrow).collect();
        (points.len() > 2 && arrows.len() > 1).then_some(Map { points, arrows, shares: [0.623, 0.214] })
    }
}

fn named(segment: usize, label: &str) -> SegmentLabel {
    SegmentLabel { segment, label: label.to_owned() }
}

fn respondents() -> Respondents {
    Respondents {
        n: 40,
        answered: 40,
        without_segment: 0,
        units: None,
        most_per_unit: None,
        units_with_several: None,
        population: None,
        rate: None,
        by_segment: Vec::new(),
        sample_size: None,
        profile: Vec::new(),
        representative: Vec::new(),
        ratings_asked: 0,
        ratings_missing: 0,
        answers_asked: 0,
        answers_missing: 0,
    }
}

fn rules() -> Rules {
    Rules {
        total: Total::Construct,
        level: 0.05,
        reliable_from: 0.7,
        answered: 0.5,
        classed: Classed::Tcr,
        cuts: Vec::new(),
        classes: Vec::new(),
        confidence: 0.95,
        significance: 0.05,
    }
}
