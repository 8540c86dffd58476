//! A map of what was rated: a biplot of the principal components of construct means (Gabriel 1971).

use super::findings::{Map, MapArrow, MapPoint, Score};
use super::sample::Sample;
use super::scoring;
use crate::statistics::principal::{Principal, principal_components};

/// The fewest points that make a map.
const POINTS: usize = 3;

/// The map: a point for every object as a segment sees it, where all means are there, and an arrow for every construct.
///
/// Means are centred and not scaled, since all are on one scale of answers. None with fewer than three points or two
/// constructs, or where all points are one.
pub fn map(sample: &Sample, rows: &[Score]) -> Option<Map> {
    let (points, means): (Vec<MapPoint>, Vec<Vec<f64>>) = points(sample, rows).into_iter().unzip();
    if points.len() < POINTS || sample.plan.instrument.constructs.len() < 2 || all_one(&means) {
        return None;
    }
    let found = principal_components(&means, false)?;
    let placed = |(point, scores): (MapPoint, &Vec<f64>)| {
        let [x, y] = first_two(scores);
        MapPoint { x, y, ..point }
    };
    Some(Map {
        points: points.into_iter().zip(&found.scores).map(placed).collect(),
        arrows: arrows(sample, &found),
        shares: first_two(&found.shares),
    })
}

/// Every segment with every object on which it has a mean of every construct; all together without segments.
fn points(sample: &Sample, rows: &[Score]) -> Vec<(MapPoint, Vec<f64>)> {
    let segments: Vec<Option<usize>> = match sample.segments.as_slice() {
        [] => vec![None],
        segments => segments.iter().map(|segment| Some(segment.number)).collect(),
    };
    let point = |segment: Option<usize>, object: &str| {
        let constructs = sample.plan.instrument.constructs.iter();
        let mean = |name: &str| scoring::find(rows, object, name, segment)?.mean;
        let means: Vec<f64> = constructs.map(|construct| mean(&construct.name)).collect::<Option<_>>()?;
        Some((MapPoint { object: object.to_owned(), segment, x: 0.0, y: 0.0 }, means))
    };
    let of_segment =
        |segment| sample.plan.objects.iter().filter_map(move |object| point(segment, &object.name));
    segments.into_iter().flat_map(of_segment).collect()
}

fn arrows(sample: &Sample, found: &Principal) -> Vec<MapArrow> {
    let arrow = |(construct, loadings): (&crate::study::Construct, &Vec<f64>)| {
        let [x, y] = first_two(loadings);
        MapArrow { construct: construct.name.clone(), x, y }
    };
    sample.plan.instrument.constructs.iter().zip(&found.loadings).map(arrow).collect()
}

fn all_one(means: &[Vec<f64>]) -> bool {
    means.windows(2).all(|pair| pair[0] == pair[1])
}

/// The first two of some values, 0 where there are fewer.
fn first_two(values: &[f64]) -> [f64; 2] {
    [values.first().copied().unwrap_or(0.0), values.get(1).copied().unwrap_or(0.0)]
}
