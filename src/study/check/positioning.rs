//! Checks a survey: its instrument, where its answers stand, and what is made of them.

use super::Checker;
use crate::locale::Text;
use crate::study::positioning::{Construct, Instrument, Item};
use crate::study::schema;

impl Checker<'_> {}

/// An instrument whose settings agree with each other.
fn resolved(instrument: &schema::Instrument) -> Instrument {
    let labels = instrument.scale.labels.as_ref().map(schema::LocalList::resolve).unwrap_or_default();
    let item = |(name, item): (&schema::Name, &schema::Item)| Item {
        name: name.0.clone(),
        text: item.text().resolve(),
        reversed: item.reversed(),
    };
    let construct = |construct: &schema::Construct| Construct {
        name: construct.name.0.clone(),
        label: construct
            .label
            .as_ref()
            .map_or_else(|| Text::same(&construct.name.0), |label| label.resolve()),
        definition: construct.definition.as_ref().map(|text| text.resolve()),
        items: construct.items.iter().map(item).collect(),
    };
    Instrument {
        title: instrument.title.as_ref().map(|text| text.resolve()),
        source: instrument.source.as_ref().map(|text| text.resolve()),
        from: instrument.scale.from,
        to: instrument.scale.to,
        labels: labels.0.into_iter().zip(labels.1).map(|(id, en)| Text { id, en }).collect(),
        constructs: instrument.constructs.iter().map(construct).collect(),
    }
}
