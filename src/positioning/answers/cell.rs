//! One cell of a questionnaire: a number on the scale, the words for it, or both.

use super::words::plain;
use crate::diagnostic::did_you_mean;
use crate::study::Positioning;

/// How many letters of a cell are shown in a message.
const LONGEST_SHOWN: usize = 100;
/// What stands between a number and its words: `5 - Agree`, `5. Agree`, `Agree (5)`.
const BETWEEN: [char; 9] = ['-', '–', '—', '=', '.', ':', '(', ')', ' '];

/// What cells may hold.
#[derive(Debug)]
pub struct Scale {
    from: i32,
    to: i32,
    /// The words of every point in both languages, with the point.
    words: Vec<(String, i32)>,
    missing: Vec<String>,
}

/// A cell that holds no answer.
#[derive(Debug, PartialEq, Eq)]
pub struct NoAnswer {
    /// The kind of problem.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What the user can do.
    pub hint: String,
}

impl Scale {
    /// The scale of a survey's instrument.
    pub fn of(plan: &Positioning) -> Self {
        let points = plan.instrument.from..;
        let labels = points.zip(&plan.instrument.labels);
        Self {
            from: plan.instrument.from,
            to: plan.instrument.to,
            words: labels
                .flat_map(|(point, label)| [(label.id.clone(), point), (label.en.clone(), point)])
                .collect(),
            missing: plan.missing_values.iter().map(|cell| cell.trim().to_owned()).collect(),
        }
    }

    /// The answer of a cell; none where it is missing.
    ///
    /// # Errors
    /// A cell that is neither a whole number on the scale nor the words for one, or whose number and words disagree.
    pub fn read(&self, cell: &str) -> Result<Option<f64>, NoAnswer> {
        let cell = cell.trim();
        if cell.is_empty() || self.missing.iter().any(|missing| missing == cell) {
            return Ok(None);
        }
        if let Some(point) = self.point(cell) {
            return Ok(Some(f64::from(point)));
        }
        match (number(cell), self.number_with_words(cell)) {
            (Some(number), _) => self.on_the_scale(cell, number).map(Some),
            (None, Some((number, point))) if number == point => Ok(Some(f64::from(point))),
            (None, Some((number, point))) => Err(self.contradiction(cell, number, point)),
            (None, None) => Err(self.no_answer(cell)),
        }
    }

    /// An answer turned around.
    pub fn turned(&self, answer: f64) -> f64 {
        f64::from(self.from) + f64::from(self.to) - answer
    }

    /// The point that words stand for.
    fn point(&self, words: &str) -> Option<i32> {
        super::words::meaning(words, &self.words)
    }

    /// A number before or after the words of a point.
    fn number_with_words(&self, cell: &str) -> Option<(i32, i32)> {
        let cell = cell.trim_start_matches('(');
        let digit = |c: char| c.is_ascii_digit();
        let signed = |c: char| digit(c) || matches!(c, '-' | '−' | '+');
        let before = cell.char_indices().skip(1).find(|(_, c)| !digit(*c)).map_or(cell.len(), |(at, _)| at);
        let leading = (cell.starts_with(signed)).then(|| cell.split_at(before));
        let inner = cell.trim_end_matches(BETWEEN);
        let after = inner
            .rfind(|c: char| !signed(c))
            .map_or(0, |at| at + inner[at..].chars().next().map_or(1, char::len_utf8));
        let (words, trailing) = inner.split_at(after);
        let sides = [leading, Some((trailing, words))];
        sides
            .into_iter()
            .flatten()
            .find_map(|(digits, words)| Some((whole(digits)?, self.point(words.trim_matches(BETWEEN))?)))
    }

    fn on_the_scale(&self, cell: &str, number: f64) -> Result<f64, NoAnswer> {
        let (from, to) = (self.from, self.to);
        let refused = |code, what: &str, hint| {
            Err(NoAnswer { code, message: format!("`{}` {what}", shown(cell)), hint })
        };
        if number < f64::from(from) || number > f64::from(to) {
            let hint = format!(
                "the scale goes from {from} to {to}; where `{}` means \"not answered\", add it to `positioning.missing_values`",
                shown(cell)
            );
            return refused("positioning::outside-scale", "is outside the scale", hint);
        }
        if number.fract() != 0.0 {
            let hint =
                format!("an answer is a whole number from {from} to {to}; telaah computes means itself");
            return refused("positioning::fraction", "is no point of the scale", hint);
        }
        Ok(number)
    }

    fn contradiction(&self, cell: &str, number: i32, point: i32) -> NoAnswer {
        NoAnswer {
            code: "positioning::contradiction",
            message: format!("in `{}` the number and the words disagree", shown(cell)),
            hint: format!(
                "these words stand for {point} on the scale, not for {number}: correct the cell, or `scale.labels` of the instrument"
            ),
        }
    }

    fn no_answer(&self, cell: &str) -> NoAnswer {
        let near = did_you_mean(cell, self.words.iter().map(|(words, _)| words.as_str()));
        let (from, to) = (self.from, self.to);
        let rule = match self.words.is_empty() {
            true => format!(
                "an answer is a whole number from {from} to {to}; name the words of the scale in `scale.labels` of the instrument, or add the cell to `positioning.missing_values`"
            ),
            false => format!(
                "an answer is a whole number from {from} to {to}, or one of {}; what means \"not answered\" belongs into `positioning.missing_values`",
                self.listed()
            ),
        };
        NoAnswer {
            code: "positioning::not-an-answer",
            message: format!("`{}` is not an answer", shown(cell)),
            hint: near.unwrap_or(rule),
        }
    }

    /// The words of the scale, each once.
    fn listed(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        for (word, _) in &self.words {
            if !words.iter().any(|known| plain(known) == plain(word)) {
                words.push(word);
            }
        }
        words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
    }
}

/// A whole number, with whichever minus sign.
fn whole(digits: &str) -> Option<i32> {
    digits.replace('−', "-").parse().ok()
}

/// A number as questionnaires export it: `5`, `5.0`, `4,5`. Three decimals may be thousands, so they are no number here.
fn number(cell: &str) -> Option<f64> {
    let text = cell.replace('−', "-").replace(',', ".");
    let (before, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let digits = before.strip_prefix(['-', '+']).unwrap_or(before);
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = !digits.is_empty() && all_digits(digits) && all_digits(decimals) && decimals.len() != 3;
    is_number.then(|| text.parse().ok()).flatten()
}

/// The beginning of a cell that is too long for a message.
pub fn shown(cell: &str) -> String {
    match cell.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(from: i32) -> Scale {
        let words = [
            ("Tidak setuju", 0),
            ("Disagree", 0),
            ("Netral", 1),
            ("Neutral", 1),
            ("Setuju", 2),
            ("Agree", 2),
        ];
        let words = words.into_iter().map(|(word, i)| (word.to_owned(), from + i)).collect();
        Scale { from, to: from + 2, words, missing: vec!["-".into(), "9".into()] }
    }

    #[test]
    fn numbers_and_words_are_read_in_every_form() {
        for (cell, answer) in [
            ("1", 1.0),
            ("3", 3.0),
            ("3.0", 3.0),
            ("3,00", 3.0),
            (" 2 ", 2.0),
            ("+2", 2.0),
            ("02", 2.0),
            ("setuju", 3.0),
            ("TIDAK  SETUJU", 1.0),
            ("neutral", 2.0),
            ("3 - Setuju", 3.0),
            ("3 = setuju", 3.0),
            ("3. Agree", 3.0),
            ("3) Agree", 3.0),
            ("3 (Agree)", 3.0),
            ("(3) Agree", 3.0),
            ("3 Agree", 3.0),
            ("3: Agree", 3.0),
            ("Agree (3)", 3.0),
            ("Agree = 3", 3.0),
            ("Agree – 3", 3.0),
        ] {
            assert_eq!(scale(1).read(cell), Ok(Some(answer)), "{cell}");
        }
        for (cell, answer) in
            [("-1", -1.0), ("−1", -1.0), ("-1 - Disagree", -1.0), ("0", 0.0), ("1 = Agree", 1.0)]
        {
            assert_eq!(scale(-1).read(cell), Ok(Some(answer)), "{cell}");
        }
        for cell in ["", "  ", "-", "9"] {
            assert_eq!(scale(1).read(cell), Ok(None), "{cell}");
        }
    }

    #[test]
    fn what_is_no_answer_says_why() {
        for (cell, code) in [
            ("0", "outside-scale"),
            ("4", "outside-scale"),
            ("-2", "outside-scale"),
            ("99", "outside-scale"),
            ("2,5", "fraction"),
            ("1.25", "fraction"),
            ("3 - Tidak setuju", "contradiction"),
            ("Agree (1)", "contradiction"),
            ("stuju", "not-an-answer"),
            ("1.000", "not-an-answer"),
            ("2 3", "not-an-answer"),
            ("1e0", "not-an-answer"),
            ("NaN", "not-an-answer"),
            ("inf", "not-an-answer"),
            ("3 - ", "not-an-answer"),
            ("é", "not-an-answer"),
            ("−", "not-an-answer"),
            ("999999999999999", "outside-scale"),
        ] {
            let told = scale(1).read(cell).map_err(|problem| problem.code);
            assert_eq!(told, Err(&*format!("positioning::{code}")), "{cell}");
        }
        assert_eq!(
            scale(1).read("stuju").map_err(|problem| problem.hint),
            Err("did you mean `Setuju`?".into())
        );
    }

    #[test]
    fn turning_around_keeps_to_the_scale() {
        assert_eq!([1.0, 2.0, 3.0].map(|answer| scale(1).turned(answer)), [3.0, 2.0, 1.0]);
        assert_eq!([-1.0, 0.0, 1.0].map(|answer| scale(-1).turned(answer)), [1.0, 0.0, -1.0]);
    }
}
