//! Who answers for a report, who publishes it, under which licence, and which work it regenerates.

use super::graph::{Graph, encoded, reference};
use super::{Crate, Set};
use crate::study::schema::Author;
use serde_json::{Value, json};

/// The licence of a study that states none.
const NO_LICENCE: &str = "#no-licence";
/// The terms of data that somebody else has published.
pub const TERMS_OF_THE_SOURCE: &str = "#terms-of-the-source";

impl Crate<'_> {
    /// The authors in their order.
    pub fn authors(&self, graph: &mut Graph) -> Vec<String> {
        let authors = self.study.authors.iter().enumerate();
        authors.map(|(i, author)| self.author(graph, i + 1, author)).collect()
    }

    fn author(&self, graph: &mut Graph, number: usize, author: &Author) -> String {
        let name = author.name.resolve();
        let name = name.get(self.study.locale.language);
        let mut person = json!({"@id": format!("#author-{number}"), "@type": "Person", "name": name});
        person.set("affiliation", self.affiliation(graph, author).map(|id| reference(&id)));
        person.set("contactPoint", author.email.as_deref().map(|email| reference(&contact(graph, email))));
        graph.add(person)
    }

    fn affiliation(&self, graph: &mut Graph, author: &Author) -> Option<String> {
        let name = author.affiliation.as_ref()?.resolve();
        let name = name.get(self.study.locale.language);
        Some(organization(graph, name, author.affiliation_url.as_deref()))
    }

    /// Who publishes the report, where the study says so.
    pub fn publisher(&self, graph: &mut Graph) -> Option<String> {
        let publisher = self.study.publisher.as_ref()?;
        let name = publisher.name.resolve();
        Some(organization(graph, name.get(self.study.locale.language), publisher.url.as_deref()))
    }

    /// The licence of the report. RO-Crate asks for one: where none is stated, that is said.
    pub fn licence(&self, graph: &mut Graph) -> String {
        let Some(licence) = &self.study.license else {
            return graph.add(json!({
                "@id": NO_LICENCE,
                "@type": "CreativeWork",
                "name": "No licence stated",
                "description": "The study states no licence: ask its authors before you use more than the law allows.",
            }));
        };
        let by_address = licence.contains("://");
        let id = if by_address { licence.clone() } else { format!("https://spdx.org/licenses/{licence}") };
        let mut entity = json!({
            "@id": id,
            "@type": "CreativeWork",
            "name": licence,
            "description": "The licence that the study states for the report and for what its authors have made.",
        });
        entity.set("identifier", (!by_address).then(|| json!(licence)));
        graph.add(entity)
    }

    /// The publication that the study regenerates.
    pub fn reproduced(&self, graph: &mut Graph) -> Option<String> {
        self.study.reproduces.as_ref().and_then(|key| self.work(graph, key))
    }

    /// The works of the bibliography that a text cites, in the order of the bibliography.
    pub fn cited(&self, graph: &mut Graph, markdown: &str) -> Vec<String> {
        let known = self.study.bibliography.iter().flat_map(|bibliography| &bibliography.keys);
        let cited: Vec<&String> = known.filter(|key| cites(markdown, key)).collect();
        cited.into_iter().filter_map(|key| self.work(graph, key)).collect()
    }

    /// A work of the bibliography: by its DOI where it has one.
    fn work(&self, graph: &mut Graph, key: &str) -> Option<String> {
        let work = self.study.bibliography.as_ref()?.work(key)?;
        let known = |text: &str| (!text.is_empty()).then(|| json!(text));
        let by_doi = (!work.doi.is_empty()).then(|| format!("https://doi.org/{}", encoded(&work.doi, "/()")));
        let mut entity = json!({
            "@id": by_doi.unwrap_or_else(|| format!("#work-{}", encoded(key, ""))),
            "@type": "ScholarlyArticle",
            "name": if work.title.is_empty() { key } else { &work.title },
        });
        entity.set("datePublished", known(&work.year));
        entity.set("identifier", known(&work.doi));
        Some(graph.add(entity))
    }
}

/// The terms that hold for data that others have published.
pub fn terms_of_the_source(graph: &mut Graph) -> Value {
    reference(&graph.add(json!({
        "@id": TERMS_OF_THE_SOURCE,
        "@type": "CreativeWork",
        "name": "Terms of the source",
        "description": "Others have published these data: what they allow holds. The licence of the report does not cover them.",
    })))
}

fn organization(graph: &mut Graph, name: &str, url: Option<&str>) -> String {
    let mut entity = json!({
        "@id": format!("#organization-{}", encoded(name, "")),
        "@type": "Organization",
        "name": name,
    });
    entity.set("url", url.map(|url| json!(url)));
    graph.add(entity)
}

fn contact(graph: &mut Graph, email: &str) -> String {
    graph.add(json!({
        "@id": format!("mailto:{}", encoded(email, "@+")),
        "@type": "ContactPoint",
        "contactType": "author",
        "email": email,
    }))
}

/// Whether Markdown cites a key: as `@key`, which no further letter of a key follows.
fn cites(markdown: &str, key: &str) -> bool {
    markdown.split('@').skip(1).any(|after| {
        after.strip_prefix(key).is_some_and(|rest| {
            let mut letters = rest.chars();
            match letters.next() {
                None => true,
                Some(':' | '.' | '-' | '/') => !letters.next().is_some_and(char::is_alphanumeric),
                Some(letter) => !letter.is_alphanumeric() && letter != '_',
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::cites;

    #[test]
    fn a_key_is_cited_as_a_whole() {
        assert!(cites("from [@kamal, Table 1]", "kamal"));
        assert!(cites("see @kamal.", "kamal"));
        assert!(!cites("see @kamal2023 and @kamal-b", "kamal"));
        assert!(!cites("kamal", "kamal"));
    }
}
