//! Prefixes of names and their bindings (Namespaces in XML 1.0).
//!
//! An unbound prefix is a warning: real fragments of harvested records have them, and programs read those by the
//! prefix. The rest of the standard is only checked in documents that use namespaces.

use super::tag::Attribute;
use crate::diagnostic::{Finding, Severity};
use crate::syntax::{Problem, Syntax};
use crate::text::Span;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// The namespaces for which these prefixes are nearly always declared: XML Schema instances, XLink and MathML (W3C),
/// the access and licence indicators of NISO, Dublin Core and OAI-PMH.
const KNOWN: &[(&str, &str)] = &[
    ("ali", "http://www.niso.org/schemas/ali/1.0/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("mml", "http://www.w3.org/1998/Math/MathML"),
    ("oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc/"),
    ("xlink", "http://www.w3.org/1999/xlink"),
    ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];

/// Advice for a reserved prefix.
const OTHER: &str = "use another prefix";

/// Returns a name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The bindings at a position in a document.
#[derive(Debug, Default)]
pub(super) struct Namespaces<'a> {
    /// The bindings of each prefix, the innermost last.
    bound: HashMap<&'a str, Vec<&'a str>>,
    /// The bound prefixes, each with the number of open elements around the one that binds it.
    made: Vec<(usize, &'a str)>,
    /// The prefixes that were already reported.
    reported: HashSet<&'a str>,
    /// Whether the document binds any prefix or a default namespace.
    is_used: bool,
}

impl<'a> Namespaces<'a> {
    /// Adds the bindings of an element with `around` open ancestors, and checks its names.
    pub(super) fn enter(
        &mut self,
        text: &'a str,
        around: usize,
        name: &Range<usize>,
        attributes: &[Attribute],
    ) -> Vec<Finding> {
        let mut reported = Vec::new();
        let mut prefixed = 0;
        for attribute in attributes {
            let own = &text[attribute.name.range()];
            let value = &text[attribute.value.start as usize + 1..attribute.value.end as usize - 1];
            if let Some(prefix) = own.strip_prefix("xmlns:") {
                self.bind(around, prefix, value, attribute, &mut reported);
            } else if own == "xmlns" {
                self.is_used = true;
                if matches!(value, XML | XMLNS) {
                    reported.push(wrong(
                        attribute.value,
                        "this namespace cannot be the default one",
                        "remove this attribute",
                    ));
                }
            } else if own.contains(':') {
                prefixed += 1;
            }
        }
        if text[name.clone()].starts_with("xmlns:") {
            reported.push(wrong(
                Span::new(name.start as u32, name.end as u32),
                "an element cannot have the prefix `xmlns`",
                OTHER,
            ));
        }
        let names = std::iter::once(Span::new(name.start as u32, name.end as u32));
        let others = attributes.iter().map(|attribute| attribute.name);
        for place in names.chain(others.filter(|_| prefixed > 0)) {
            self.judge(text, place, &mut reported);
        }
        if prefixed > 1 {
            self.twice(text, attributes, &mut reported);
        }
        reported
    }

    /// Removes the bindings of elements with at least `around` open ancestors.
    pub(super) fn leave(&mut self, around: usize) {
        while let Some((_, prefix)) = self.made.pop_if(|(level, _)| *level >= around) {
            if let Some(values) = self.bound.get_mut(prefix) {
                values.pop();
            }
        }
    }

    fn bind(&mut self, around: usize, prefix: &'a str, value: &'a str, at: &Attribute, reported: &mut Vec<Finding>) {
        self.is_used = true;
        let fault = match (prefix, value) {
            ("xmlns", _) => Some(("the prefix `xmlns` cannot be declared", "remove this attribute")),
            ("xml", XML) => None,
            ("xml", _) => Some(("the prefix `xml` belongs to another namespace", OTHER)),
            (_, XML | XMLNS) => Some(("this namespace has a prefix of its own", "remove this attribute")),
            (_, "") => Some(("this prefix is declared without a namespace", "write the address of the namespace")),
            _ => None,
        };
        if let Some((message, help)) = fault {
            reported.push(wrong(at.value, message, help));
        }
        self.bound.entry(prefix).or_default().push(value);
        self.made.push((around, prefix));
    }

    fn judge(&mut self, text: &'a str, place: Span, reported: &mut Vec<Finding>) {
        let name = &text[place.range()];
        let Some((prefix, rest)) = name.split_once(':') else { return };
        if prefix.is_empty() || rest.is_empty() || rest.contains(':') {
            let mut finding =
                wrong(place, "a name can have one colon, between its prefix and the rest", "write the name without it");
            if !self.is_used {
                finding.severity(Severity::Warning);
            }
            reported.push(finding);
            return;
        }
        let is_bound = matches!(prefix, "xml" | "xmlns") || self.bound.get(prefix).is_some_and(|all| !all.is_empty());
        if !is_bound && self.reported.insert(prefix) {
            let message = format!("the prefix `{prefix}` is not declared");
            let address = KNOWN.iter().find(|(known, _)| *known == prefix).map_or("...", |(_, address)| address);
            let mut finding =
                wrong(place, message, format!("add `xmlns:{prefix}=\"{address}\"` to an element around it"));
            finding.severity(Severity::Warning);
            reported.push(finding);
        }
    }

    /// Reports two attributes with the same local name whose prefixes have the same namespace.
    fn twice(&self, text: &str, attributes: &[Attribute], reported: &mut Vec<Finding>) {
        let mut seen = HashSet::new();
        for attribute in attributes {
            let Some((prefix, local)) = text[attribute.name.range()].split_once(':') else { continue };
            let Some(value) = self.bound.get(prefix).and_then(|all| all.last()) else { continue };
            if !seen.insert((*value, local)) {
                let message = "this tag has this attribute twice, by two prefixes of one namespace";
                reported.push(wrong(attribute.name, message, "remove one of the two"));
            }
        }
    }
}

fn wrong(place: Span, message: impl Into<String>, help: impl Into<Cow<'static, str>>) -> Finding {
    Problem::new(place.start as usize, place.end as usize, message, help).finding(Syntax::Xml)
}
