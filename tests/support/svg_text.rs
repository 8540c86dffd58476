//! The boxes of the texts of an SVG, computed from the font alone, so that tests find texts that are cut or overlap.
//!
//! Independent of `src/chart`: it reads what was written, with the outlines of the glyphs themselves.

use roxmltree::{Document, Node};
use ttf_parser::Face;

/// Pixels that two texts may share, or that one may reach beyond the edge: rounding to whole pixels.
const FORGIVEN: f64 = 0.75;

/// A text with the rectangle that its ink and advances fill.
#[derive(Debug, Clone)]
pub struct TextBox {
    /// What is written.
    pub text: String,
    /// Least x, least y, greatest x, greatest y.
    pub area: [f64; 4],
}

/// Every fault of an SVG's texts: wrong family, size not readable, cut by the edge, or one over another.
pub fn faults(svg: &str) -> Vec<String> {
    let document = match Document::parse(svg) {
        Ok(document) => document,
        Err(error) => return vec![format!("not XML: {error}")],
    };
    let root = document.root_element();
    let view: Vec<f64> =
        root.attribute("viewBox").unwrap_or("").split(' ').filter_map(|n| n.parse().ok()).collect();
    let [left, top, width, height] = view[..] else { return vec!["no viewBox".into()] };
    let nodes = root.descendants().filter(|node| node.has_tag_name("text"));
    let mut faults: Vec<String> = nodes.clone().filter_map(bad_font).collect();
    let boxes: Vec<TextBox> = nodes.map(text_box).collect();
    for TextBox { text, area: [x0, y0, x1, y1] } in &boxes {
        let inside = *x0 >= left - FORGIVEN && *y0 >= top - FORGIVEN;
        if !inside || *x1 > left + width + FORGIVEN || *y1 > top + height + FORGIVEN {
            faults.push(format!("`{text}` is cut: {x0:.1} {y0:.1} {x1:.1} {y1:.1} in {width} × {height}"));
        }
    }
    for (i, a) in boxes.iter().enumerate() {
        let over = boxes.iter().skip(i + 1).filter(|b| overlap(&a.area, &b.area));
        faults.extend(
            over.map(|b| format!("`{}` and `{}` overlap: {:?} {:?}", a.text, b.text, a.area, b.area)),
        );
    }
    faults
}

fn overlap(a: &[f64; 4], b: &[f64; 4]) -> bool {
    let shared = |i: usize| a[i + 2].min(b[i + 2]) - a[i].max(b[i]);
    shared(0) > FORGIVEN && shared(1) > FORGIVEN
}

fn bad_font(node: Node) -> Option<String> {
    let (family, size) = (node.attribute("font-family")?, number(node, "font-size"));
    let bad = family != "Libertinus Serif" || size < 26.0;
    bad.then(|| format!("`{}` is set in {family} at {size}", words(node)))
}

/// The box of a text node, turned as its `transform` says.
pub fn text_box(node: Node) -> TextBox {
    let text = words(node);
    let (size, bold) = (number(node, "font-size"), node.attribute("font-weight") == Some("bold"));
    let (width, rise, drop) = extent(&text, size, bold);
    let (x, y) = (number(node, "x"), number(node, "y"));
    let dy = node.attribute("dy").unwrap_or("0em").trim_end_matches("em").parse().unwrap_or(f64::NAN) * size;
    let left = match node.attribute("text-anchor") {
        Some("middle") => -width / 2.0,
        Some("end") => -width,
        _ => 0.0,
    };
    // Relative to (x, y), before it is turned: left, top, right, bottom.
    let [l, t, r, b] = [left, dy - rise, left + width, dy + drop];
    let area = match node.attribute("transform").map(|t| t.starts_with("rotate(270")) {
        Some(true) => [x + t, y - r, x + b, y - l],
        Some(false) => [f64::NAN; 4],
        None => [x + l, y + t, x + r, y + b],
    };
    TextBox { text, area }
}

/// The width, the height above the baseline and the depth below it of a line of text.
fn extent(text: &str, size: f64, bold: bool) -> (f64, f64, f64) {
    let bytes = typst_assets::fonts().nth(usize::from(bold)).expect("Typst embeds Libertinus Serif");
    let face = Face::parse(bytes, 0).expect("the font can be read");
    let em = f64::from(face.units_per_em());
    let (mut width, mut rise, mut drop) = (0.0, 0.0_f64, 0.0_f64);
    for c in text.chars() {
        let Some(glyph) = face.glyph_index(c) else {
            width += em;
            continue;
        };
        width += f64::from(face.glyph_hor_advance(glyph).unwrap_or(0));
        if let Some(ink) = face.glyph_bounding_box(glyph) {
            rise = rise.max(f64::from(ink.y_max));
            drop = drop.max(-f64::from(ink.y_min));
        }
    }
    (width * size / em, rise * size / em, drop * size / em)
}

/// The text as SVG shows it: spaces collapsed.
fn words(node: Node) -> String {
    node.text().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn number(node: Node, name: &str) -> f64 {
    node.attribute(name).and_then(|value| value.parse().ok()).unwrap_or(f64::NAN)
}
