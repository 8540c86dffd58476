//! What a positioning found, under the names that `results.json` keeps fixed.

use crate::locale::Text;
use crate::study::schema::{Classed, Total};
use serde::{Deserialize, Serialize};

/// What a survey says of segments and of the objects they rated.
///
/// Wherever there is an `object`, it is its name, and empty when respondents rated one thing only. Wherever there is a
/// `segment`, it is its number, and none for all segments together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PositioningFindings {
    /// The dataset with the answers.
    pub data: String,
    /// The dataset of the units; none when answers are not linked to units.
    pub units: Option<String>,
    /// The scale of the answers.
    pub scale: ScaleFindings,
    /// What the instrument is called, in the report's language; empty when it has no title.
    pub instrument: String,
    /// Whether respondents rated several objects.
    pub has_objects: bool,
    /// Whether respondents belong to segments.
    pub has_segments: bool,
    /// What was rated, at least one, in the order of the study; nameless when respondents rated one thing only.
    pub objects: Vec<ObjectFindings>,
    /// The constructs, in the order of the instrument.
    pub constructs: Vec<ConstructFindings>,
    /// The segments, in their order; empty when respondents belong to none.
    pub segments: Vec<SegmentLabel>,
    /// Who answered.
    pub respondents: Respondents,
    /// The settings by which items and constructs are judged.
    pub rules: Rules,
    /// How well items measure their construct, by object, then construct.
    pub reliability: Vec<Reliability>,
    /// Every item, by object, then in the order of the instrument.
    pub items: Vec<ItemFindings>,
    /// Scores by segment, object and construct: for every object and construct first all segments together, then each.
    pub scores: Vec<Score>,
    /// Comparisons of segments, one Holm family: by object, then construct; empty without segments.
    pub segment_comparisons: Vec<SegmentComparison>,
    /// Comparisons of objects rated by the same respondents, one Holm family: by construct; empty with one object.
    pub object_comparisons: Vec<ObjectComparison>,
    /// Importance against performance, by object; empty without an outcome.
    pub importance: Vec<Importance>,
    /// The map of objects and constructs; none with fewer than three rows or two constructs.
    pub map: Option<Map>,
    /// Which guidance segments need, where the study asks.
    pub guidance: Option<GuidanceFindings>,
}

/// The scale of the answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScaleFindings {
    /// The lowest answer.
    pub from: i32,
    /// The highest answer.
    pub to: i32,
    /// What the answers are called, in the report's language, from the lowest to the highest; numbers where the instrument has no words.
    pub labels: Vec<String>,
    /// The middle of the scale.
    pub middle: f64,
}

/// Something that was rated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObjectFindings {
    /// Its name in the study.
    pub name: String,
    /// What the report calls it, in the report's language.
    pub label: String,
    /// What the report calls it, in both languages.
    pub labels: Text,
    /// Respondents with an answer about it.
    pub n: usize,
}

/// A construct.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConstructFindings {
    /// Its name in the instrument.
    pub name: String,
    /// What the report calls it, in the report's language.
    pub label: String,
    /// What the report calls it, in both languages.
    pub labels: Text,
    /// What it means, in the report's language; empty when the instrument does not say.
    pub definition: String,
    /// Whether the importance of the others is derived from it.
    pub outcome: bool,
    /// The names of its items.
    pub items: Vec<String>,
}

/// A segment of respondents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SegmentLabel {
    /// Its number.
    pub segment: usize,
    /// What the report calls it, in the report's language.
    pub label: String,
}

/// Settings by which items and constructs are judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// Which items the total of the validity test adds up.
    pub total: Total,
    /// The two-sided level of the validity test.
    pub level: f64,
    /// From which alpha on a construct counts as reliable.
    pub reliable_from: f64,
    /// The smallest share of a construct's items that must be answered for a score.
    pub answered: f64,
    /// What is classed.
    pub classed: Classed,
    /// The cut points of the classes, ascending.
    pub cuts: Vec<f64>,
    /// The classes, in the report's language, from the lowest to the highest.
    pub classes: Vec<String>,
    /// The confidence of intervals.
    pub confidence: f64,
    /// The level below which an adjusted p value of a comparison is significant.
    pub significance: f64,
}

/// Who answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Respondents {
    /// Respondents in the file.
    pub n: usize,
    /// Of these, with at least one answer.
    pub answered: usize,
    /// Respondents with an answer who belong to no segment, where others do.
    pub without_segment: usize,
    /// Units with at least one respondent who answered; none when answers are not linked to units.
    pub units: Option<usize>,
    /// The most respondents of one unit; none when answers are not linked to units.
    pub most_per_unit: Option<usize>,
    /// Units with more than one respondent who answered; none when answers are not linked to units.
    pub units_with_several: Option<usize>,
    /// The number of units in the population; none when it is not known.
    pub population: Option<usize>,
    /// `units` / `population`, or `answered` / `population` when answers are not linked to units.
    pub rate: Option<f64>,
    /// The same by segment, in their order.
    pub by_segment: Vec<RespondentsOfSegment>,
    /// What formulas ask of the size of the sample; none when the population is not known.
    pub sample_size: Option<SampleSizes>,
    /// The columns that describe the respondents, in the order of the study.
    pub profile: Vec<ProfileColumn>,
    /// Whether units with an answer differ from the rest, one Holm family; empty when answers are not linked to units.
    pub representative: Vec<Representative>,
    /// Ratings that were asked for: respondents who answered anything × objects.
    pub ratings_asked: usize,
    /// Of these, the ones without any answer, such as of a service that a respondent has never used.
    pub ratings_missing: usize,
    /// Answers that were asked for: the items of all other ratings.
    pub answers_asked: usize,
    /// Of these, the ones that are missing.
    pub answers_missing: usize,
}

/// Who answered, of a segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RespondentsOfSegment {
    /// The segment's number.
    pub segment: usize,
    /// What the report calls it, in the report's language.
    pub label: String,
    /// Its units.
    pub population: usize,
    /// Of these, with a respondent who answered.
    pub units: usize,
    /// Respondents who answered.
    pub respondents: usize,
    /// `units` / `population`.
    pub rate: f64,
}

/// What formulas ask of the size of a sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SampleSizes {
    /// The margin of error, a share of one.
    pub margin: f64,
    /// N / (1 + N e²), rounded up (Slovin).
    pub slovin: usize,
    /// z² p (1 − p) / e² with the correction for a finite population, p = ½, rounded up (Cochran 1977).
    pub cochran: usize,
    /// Whether there are as many as Slovin's formula asks for.
    pub meets_slovin: bool,
    /// Whether there are as many as Cochran's formula asks for.
    pub meets_cochran: bool,
    /// The margin of error that the size at hand has by Cochran's formula.
    pub margin_reached: f64,
}

/// A column that describes the respondents who answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileColumn {
    /// The column.
    pub name: String,
    /// What the report calls it, in the report's language.
    pub label: String,
    /// The unit of its numbers, in the report's language; empty where there is none, and of money.
    #[serde(default)]
    pub unit: String,
    /// Its values, the most frequent first; of numbers, classes from the lowest.
    pub values: Vec<ProfileValue>,
    /// Respondents without a value.
    pub missing: usize,
}

/// A value of such a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileValue {
    /// The value.
    pub value: String,
    /// Respondents.
    pub n: usize,
    /// Of those with a value.
    pub share: f64,
}

/// Whether units with an answer differ from the rest on a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Representative {
    /// The column of the units.
    pub name: String,
    /// What the report calls it, in the report's language.
    pub label: String,
    /// The unit of measurement, in the report's language; empty when there is none.
    pub unit: String,
    /// Whether it is an amount of money.
    pub money: bool,
    /// Whether it holds categories; then there are no medians, and the test is Pearson's χ².
    pub category: bool,
    /// Units with an answer and a value.
    pub n_answered: usize,
    /// Other units with a value.
    pub n_rest: usize,
    /// The median of those with an answer.
    pub median_answered: Option<f64>,
    /// The median of the rest.
    pub median_rest: Option<f64>,
    /// H of Kruskal and Wallis's test of the two groups, or χ².
    pub statistic: Option<f64>,
    /// Its p value; none when it cannot be computed.
    pub p: Option<f64>,
    /// The same, adjusted by Holm over all columns.
    pub p_holm: Option<f64>,
}

/// How well the items of a construct measure it, of one object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reliability {
    /// The object.
    pub object: String,
    /// The construct.
    pub construct: String,
    /// The number of items.
    pub items: usize,
    /// Respondents who answered all of them.
    pub n: usize,
    /// Cronbach's alpha of the covariances; none with one item or where nothing varies.
    pub alpha: Option<f64>,
    /// The lower end of Feldt's interval.
    pub alpha_lower: Option<f64>,
    /// The upper end of Feldt's interval.
    pub alpha_upper: Option<f64>,
    /// Cronbach's alpha of the correlations.
    pub alpha_standardized: Option<f64>,
    /// Composite reliability of a one-factor maximum-likelihood solution; none with fewer than three items.
    pub composite_reliability: Option<f64>,
    /// Average variance extracted of the same.
    pub average_variance_extracted: Option<f64>,
    /// Whether a uniqueness was held at its bound (a Heywood case).
    pub heywood: bool,
    /// Whether alpha reaches the rule; none where there is no alpha.
    pub reliable: Option<bool>,
    /// Items that do not vary.
    pub constant_items: Vec<String>,
    /// Items that are not valid.
    pub invalid_items: Vec<String>,
}

/// An item, of one object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemFindings {
    /// The object.
    pub object: String,
    /// The construct.
    pub construct: String,
    /// The item's name in the instrument.
    pub item: String,
    /// Its wording, in the report's language, with the object in its place.
    pub text: String,
    /// Whether answers were turned around; everything below is after that.
    pub reversed: bool,
    /// Respondents who answered it.
    pub n: usize,
    /// Respondents who did not, of those who answered anything.
    pub missing: usize,
    /// How many gave each answer, from the lowest to the highest.
    pub frequencies: Vec<usize>,
    /// The mean; none without answers.
    pub mean: Option<f64>,
    /// The standard deviation (n − 1); none with fewer than two answers.
    pub sd: Option<f64>,
    /// Respondents who answered all items of the total.
    pub n_complete: usize,
    /// Pearson's correlation with the total; none when one of the two does not vary.
    pub r: Option<f64>,
    /// The smallest significant correlation at that n.
    pub r_critical: Option<f64>,
    /// The two-sided p value of `r`.
    pub p: Option<f64>,
    /// Whether `r` reaches `r_critical`.
    pub valid: Option<bool>,
    /// The correlation with the sum of the construct's other items.
    pub r_corrected: Option<f64>,
    /// Alpha of the other items; none with fewer than three items.
    pub alpha_if_deleted: Option<f64>,
    /// The loading of a one-factor maximum-likelihood solution.
    pub loading: Option<f64>,
}

/// A score: the mean over the items of a construct, then over a unit's respondents, then over units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// The segment's number; none for all together.
    pub segment: Option<usize>,
    /// What the report calls the segment, in the report's language; empty for all together.
    pub label: String,
    /// The object.
    pub object: String,
    /// The construct.
    pub construct: String,
    /// Units with a score; respondents when answers are not linked to units.
    pub n: usize,
    /// Respondents with a score.
    pub respondents: usize,
    /// Units in the population; none when it is not known.
    pub population: Option<usize>,
    /// The mean; none without a score.
    pub mean: Option<f64>,
    /// The standard deviation (n − 1); none with fewer than two.
    pub sd: Option<f64>,
    /// The lower end of Student's interval of the mean, with the correction for a finite population where it is known.
    pub lower: Option<f64>,
    /// The upper end.
    pub upper: Option<f64>,
    /// Mean / scale maximum, a share of one.
    pub tcr: Option<f64>,
    /// The position of the class, from 0 for the lowest.
    pub class: Option<usize>,
    /// What the class is called, in the report's language; empty without a score.
    pub class_label: String,
}

/// Segments compared on one construct of one object, by their units' scores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SegmentComparison {
    /// The object.
    pub object: String,
    /// The construct.
    pub construct: String,
    /// Units.
    pub n: usize,
    /// Kruskal and Wallis's H with its correction for ties; none when it cannot be computed.
    pub h: Option<f64>,
    /// Degrees of freedom.
    pub df: Option<usize>,
    /// The p value.
    pub p: Option<f64>,
    /// The same, adjusted by Holm over all comparisons of segments.
    pub p_holm: Option<f64>,
    /// H / (n − 1).
    pub epsilon_squared: Option<f64>,
    /// Whether the adjusted p value is below the level.
    pub significant: bool,
    /// Segments whose scores go into it: those with at least one.
    pub segments: Vec<usize>,
    /// Dunn's test of every two segments, where the test over all is significant and there are three or more.
    pub pairs: Vec<SegmentPair>,
}

/// Two segments compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SegmentPair {
    /// The first segment's number.
    pub a: usize,
    /// The second segment's number.
    pub b: usize,
    /// Dunn's z: above 0 when the first segment ranks higher.
    pub z: f64,
    /// The p value.
    pub p: f64,
    /// The same, adjusted by Holm over the pairs.
    pub p_holm: f64,
    /// Whether the adjusted p value is below the level.
    pub significant: bool,
}

/// Objects compared on one construct, by respondents with a score on every object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObjectComparison {
    /// The construct.
    pub construct: String,
    /// Respondents with a score on every object.
    pub n: usize,
    /// Respondents with a score on some object but not on all.
    pub dropped: usize,
    /// Friedman's χ² with its correction for ties; none when it cannot be computed.
    pub chi_square: Option<f64>,
    /// Degrees of freedom.
    pub df: Option<usize>,
    /// The p value.
    pub p: Option<f64>,
    /// The same, adjusted by Holm over all comparisons of objects.
    pub p_holm: Option<f64>,
    /// Kendall's W.
    pub w: Option<f64>,
    /// Whether the adjusted p value is below the level.
    pub significant: bool,
    /// The mean rank of every object, in their order; the highest is rated best.
    pub mean_ranks: Vec<f64>,
    /// Wilcoxon's test of every two objects, where the test over all is significant.
    pub pairs: Vec<ObjectPair>,
}

/// Two objects compared, by respondents with a score on both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObjectPair {
    /// The first object.
    pub a: String,
    /// The second object.
    pub b: String,
    /// Respondents with a score on both.
    pub n: usize,
    /// Of these, with equal scores; they are left out of the ranks.
    pub zeros: usize,
    /// The sum of the ranks of differences in favour of the first object.
    pub w_plus: f64,
    /// The sum of the ranks of differences in favour of the second.
    pub w_minus: f64,
    /// The normal approximation; none where p is exact.
    pub z: Option<f64>,
    /// Whether p is exact.
    pub exact: bool,
    /// The p value.
    pub p: f64,
    /// The same, adjusted by Holm over the pairs.
    pub p_holm: f64,
    /// The matched rank-biserial correlation: above 0 when the first object is rated higher.
    pub rank_biserial: f64,
    /// Whether the adjusted p value is below the level.
    pub significant: bool,
}

/// How important a construct is for the outcome, and how well an object does on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Importance {
    /// The object.
    pub object: String,
    /// The construct, never the outcome itself.
    pub construct: String,
    /// The mean score.
    pub performance: Option<f64>,
    /// Derived importance: Pearson's correlation of the construct's score with the outcome's, over respondents.
    pub importance: Option<f64>,
    /// The lower end of its interval by Fisher's z at the confidence of the rules; none of fewer than four respondents.
    pub importance_lower: Option<f64>,
    /// The upper end.
    pub importance_upper: Option<f64>,
    /// Respondents with both scores.
    pub n: usize,
    /// Where it lies; the lines are the means over the constructs of the object. None where a value is missing.
    pub quadrant: Option<ImportanceQuadrant>,
}

/// The quadrants of an importance–performance map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportanceQuadrant {
    /// Important and low: concentrate here.
    Concentrate,
    /// Important and high: keep up the good work.
    KeepUp,
    /// Unimportant and low: low priority.
    LowPriority,
    /// Unimportant and high: possible overkill.
    Overkill,
}

/// A biplot: principal components of construct means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Map {
    /// The points: an object as a segment sees it.
    pub points: Vec<MapPoint>,
    /// The arrows: the constructs.
    pub arrows: Vec<MapArrow>,
    /// The share of variance of the two components.
    pub shares: [f64; 2],
}

/// A point of the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapPoint {
    /// The object.
    pub object: String,
    /// The segment's number; none for all together.
    pub segment: Option<usize>,
    /// The score on the first component.
    pub x: f64,
    /// The score on the second component.
    pub y: f64,
}

/// An arrow of the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapArrow {
    /// The construct.
    pub construct: String,
    /// Its loading on the first component.
    pub x: f64,
    /// Its loading on the second component.
    pub y: f64,
}

/// Which guidance segments need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GuidanceFindings {
    /// The elements, in the order of the study.
    pub elements: Vec<ElementFindings>,
}

/// Something one can work on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ElementFindings {
    /// Its name in the study.
    pub name: String,
    /// What the report calls it, in the report's language.
    pub label: String,
    /// What the report calls it, in both languages.
    pub labels: Text,
    /// The constructs that show it.
    pub constructs: Vec<String>,
    /// Guidance is recommended where the mean score lies below this.
    pub below: f64,
    /// Its score by segment and object: for every segment, all objects in their order. Without segments, all together.
    pub scores: Vec<ElementScore>,
    /// How many of these scores lie below the threshold.
    pub recommended: usize,
}

/// The score of a segment on an element, of one object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ElementScore {
    /// The segment's number; none without segments.
    pub segment: Option<usize>,
    /// What the report calls the segment, in the report's language; empty without segments.
    pub label: String,
    /// The object.
    pub object: String,
    /// Units with a score.
    pub n: usize,
    /// The mean of the constructs' mean scores; none where one of them has none.
    pub mean: Option<f64>,
    /// `below` − `mean` where the mean lies below, otherwise none.
    pub gap: Option<f64>,
    /// Whether guidance is recommended.
    pub recommended: bool,
    /// Of the constructs, the one with the lowest mean; none where there is no score or only one construct.
    pub lowest: Option<String>,
}
