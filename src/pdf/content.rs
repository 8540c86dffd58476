//! Reads what a page draws: its text in lines, everything else into a hash.

use super::attachments::inflated;
use super::drawing::{Budget, Drawing};
use super::font::Font;
use super::{Refusal, damaged};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, decode_text_string};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How deep drawings may lie in each other, and states be kept.
const MAX_DEPTH: usize = 64;
/// Text whose base lines lie nearer is on one line, in points.
const ONE_LINE: f32 = 3.0;

/// A change of coordinates, as PDF writes it.
type Matrix = [f32; 6];
const SAME: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// What all pages share.
#[derive(Debug)]
pub(super) struct Shared<'a> {
    /// The document.
    pub document: &'a Document,
    /// Fonts that were read already.
    pub fonts: BTreeMap<ObjectId, Rc<Font>>,
    /// How much may still be read.
    pub budget: Budget,
}

/// A page being read.
#[derive(Debug)]
pub(super) struct Reader<'a, 'b> {
    /// What all pages share.
    pub shared: &'b mut Shared<'a>,
    /// Everything that is drawn.
    pub drawing: Drawing,
    /// The lines of text.
    pub lines: Vec<String>,
    last: Option<Piece>,
    state: State,
    saved: Vec<State>,
    line: Matrix,
    marked: Vec<Option<Replacement>>,
    depth: usize,
}

/// What `q` keeps and `Q` brings back.
#[derive(Debug, Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
}

/// Where the last text was drawn.
#[derive(Debug)]
struct Piece {
    x: f32,
    y: f32,
    letters: usize,
}

/// Text that stands for what is drawn, such as a hyphen at the end of a line.
#[derive(Debug)]
struct Replacement {
    text: String,
    told: bool,
}

impl<'a, 'b> Reader<'a, 'b> {
    /// A page of which nothing was read.
    pub fn new(shared: &'b mut Shared<'a>) -> Self {
        Self {
            shared,
            drawing: Drawing::default(),
            lines: Vec::new(),
            last: None,
            state: State { matrix: SAME, font: None, size: 0.0 },
            saved: Vec::new(),
            line: SAME,
            marked: Vec::new(),
            depth: 0,
        }
    }

    /// Reads a stream of operations that uses some resources.
    pub fn read(&mut self, content: &[u8], resources: &'a Dictionary) -> Result<(), Refusal> {
        for operation in Content::decode_iter(content) {
            let operation = operation.map_err(|error| damaged(error.to_string()))?;
            self.operation(&operation, resources)?;
        }
        Ok(())
    }

    fn operation(&mut self, operation: &Operation, resources: &'a Dictionary) -> Result<(), Refusal> {
        let operands = operation.operands.as_slice();
        self.drawing.add(operation.operator.as_bytes());
        match (operation.operator.as_str(), operands) {
            ("Tf", [Object::Name(name), size]) => {
                self.drawing.add_operand(size);
                self.state.size = size.as_float().unwrap_or(0.0);
                return self.font(name, resources);
            }
            ("Tj" | "'", [Object::String(codes, _)]) => self.show(operands, &[codes]),
            ("\"", [_, _, Object::String(codes, _)]) => self.show(operands, &[codes]),
            ("TJ", [Object::Array(parts)]) => {
                let codes: Vec<&[u8]> = parts.iter().filter_map(|part| part.as_str().ok()).collect();
                self.show(parts, &codes);
            }
            ("Do", [Object::Name(name)]) => return self.draw(name, resources),
            (operator, operands) => {
                operands.iter().for_each(|operand| self.drawing.add_operand(operand));
                self.change(operator, operands)?;
            }
        }
        Ok(())
    }

    /// Operations that change where and how the next ones draw.
    fn change(&mut self, operator: &str, operands: &[Object]) -> Result<(), Refusal> {
        match operator {
            "q" => self.saved.push(self.state.clone()),
            "Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => self.state.matrix = product(matrix(operands), self.state.matrix),
            "BT" => self.line = SAME,
            "Tm" => self.line = matrix(operands),
            "Td" | "TD" => self.line = product(moved(operands), self.line),
            "BMC" => self.marked.push(None),
            "BDC" => self.marked.push(operands.last().and_then(replacement)),
            "EMC" => {
                self.marked.pop();
            }
            _ => {}
        }
        if self.saved.len() > MAX_DEPTH * MAX_DEPTH || self.marked.len() > MAX_DEPTH {
            return Err(damaged("a page nests too deep"));
        }
        Ok(())
    }

    fn font(&mut self, name: &[u8], resources: &'a Dictionary) -> Result<(), Refusal> {
        let document = self.shared.document;
        let fonts = resource(document, resources, b"Font").and_then(|(_, fonts)| fonts.as_dict().ok());
        let font = fonts.and_then(|fonts| resource(document, fonts, name));
        let Some((id, Object::Dictionary(font))) = font else { return Err(damaged("a font is missing")) };
        let known = id.and_then(|id| self.shared.fonts.get(&id).cloned());
        let font = match known {
            Some(font) => font,
            None => Rc::new(Font::read(document, font)?),
        };
        if let Some(id) = id {
            self.shared.fonts.insert(id, Rc::clone(&font));
        }
        self.drawing.add(font.name.as_bytes());
        self.state.font = Some(font);
        Ok(())
    }

    /// Shows text: the operands with their codes read go into the hash.
    fn show(&mut self, operands: &[Object], codes: &[&[u8]]) {
        let Some(font) = self.state.font.clone() else { return };
        let text: String = codes.iter().map(|codes| font.text(codes)).collect();
        self.drawing.add(text.as_bytes());
        let numbers = operands.iter().filter(|operand| operand.as_str().is_err());
        numbers.for_each(|number| self.drawing.add_operand(number));
        let replaced = self.marked.iter_mut().flatten().next().map(|replacement| {
            if std::mem::replace(&mut replacement.told, true) {
                String::new()
            } else {
                replacement.text.clone()
            }
        });
        self.write(&replaced.unwrap_or(text));
    }

    /// Adds text to its line; letters that are drawn one by one are put together again.
    fn write(&mut self, text: &str) {
        let place = product(self.line, self.state.matrix);
        let (x, y) = (place[4], place[5]);
        let size = self.state.size * place[0].abs().max(place[1].abs());
        let last = self.last.replace(Piece { x, y, letters: text.chars().count() });
        let last = last.filter(|last| (last.y - y).abs() < ONE_LINE);
        match (last, self.lines.last_mut()) {
            (Some(last), Some(line)) => {
                let is_next = last.letters <= 1 && x >= last.x && x - last.x <= size;
                line.push_str(if is_next { "" } else { " " });
                line.push_str(text);
            }
            _ => self.lines.push(text.to_owned()),
        }
    }

    /// Draws a form with what it draws itself, or an image.
    fn draw(&mut self, name: &[u8], resources: &'a Dictionary) -> Result<(), Refusal> {
        let document = self.shared.document;
        let objects =
            resource(document, resources, b"XObject").and_then(|(_, objects)| objects.as_dict().ok());
        let object = objects.and_then(|objects| resource(document, objects, name));
        let Some((_, object @ Object::Stream(stream))) = object else {
            return Err(damaged("a drawing is missing"));
        };
        if !matches!(stream.dict.get(b"Subtype").and_then(Object::as_name), Ok(b"Form")) {
            return self.drawing.add_object(document, object, &mut Vec::new(), &mut self.shared.budget);
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(damaged("a drawing draws itself"));
        }
        let content = inflated(stream, self.shared.budget.left())?;
        self.shared.budget.spend(content.len().saturating_add(1024))?;
        let own = resource(document, &stream.dict, b"Resources").and_then(|(_, own)| own.as_dict().ok());
        let (state, saved) = (self.state.clone(), std::mem::take(&mut self.saved));
        if let Some((_, Object::Array(numbers))) = resource(document, &stream.dict, b"Matrix") {
            numbers.iter().for_each(|number| self.drawing.add_operand(number));
            self.state.matrix = product(matrix(numbers), self.state.matrix);
        }
        self.read(&content, own.unwrap_or(resources))?;
        (self.state, self.saved) = (state, saved);
        self.depth -= 1;
        Ok(())
    }
}

/// What a dictionary names, with its own number where it has one.
fn resource<'a>(
    document: &'a Document,
    dictionary: &'a Dictionary,
    key: &[u8],
) -> Option<(Option<ObjectId>, &'a Object)> {
    document.dereference(dictionary.get(key).ok()?).ok()
}

/// The text that marked content says it stands for.
fn replacement(properties: &Object) -> Option<Replacement> {
    let text = properties.as_dict().ok()?.get(b"ActualText").ok()?;
    Some(Replacement { text: decode_text_string(text).ok()?, told: false })
}

fn matrix(operands: &[Object]) -> Matrix {
    let mut matrix = SAME;
    matrix.iter_mut().zip(operands).for_each(|(entry, operand)| *entry = operand.as_float().unwrap_or(0.0));
    matrix
}

fn moved(operands: &[Object]) -> Matrix {
    let [x, y] = [0, 1].map(|i| operands.get(i).and_then(|operand| operand.as_float().ok()).unwrap_or(0.0));
    [1.0, 0.0, 0.0, 1.0, x, y]
}

fn product(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}
