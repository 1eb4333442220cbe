//! A message with placeholders: `{value}` is the wrong text, `{missing}` becomes "missing" or "empty", anything else
//! between braces is an expression; `{{` is a literal brace.

use super::expression::{Expression, ExpressionError, Subject};
use crate::diagnostic::{Place, show};
use crate::record::Outline;

/// The message or the help of a declared rule.
#[derive(Debug)]
pub(super) struct Template {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Text(String),
    Value,
    Missing,
    Expression(Box<Expression>),
}

impl Template {
    /// Parses the template in `text`; `outline` describes `this`.
    pub(super) fn parse(text: &str, outline: Option<&'static Outline>) -> Result<Self, ExpressionError> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                plain.push_str(brace);
                rest = after;
                continue;
            }
            let start = text.len() - rest.len();
            let Some(end) = rest.find('}').filter(|_| brace == "{") else {
                let message = format!("a `{brace}` stands alone; write `{brace}{brace}` for the sign itself");
                return Err(ExpressionError { message, range: Some(start - 1..start), suggestion: None });
            };
            let inner = &rest[..end];
            rest = &rest[end + 1..];
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            parts.push(match inner.trim() {
                "value" => Part::Value,
                "missing" => Part::Missing,
                _ => {
                    let compiled = Expression::compile(inner, outline).map_err(|rejected| ExpressionError {
                        range: rejected.range.map(|range| start + range.start..start + range.end),
                        ..rejected
                    })?;
                    Part::Expression(Box::new(compiled))
                }
            });
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Self { parts })
    }

    /// Fills the template for a finding at `place`.
    pub(super) fn fill(&self, subject: &Subject<'_>, place: &Place) -> Result<String, String> {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(plain) => text.push_str(plain),
                Part::Value => {
                    let value = place.node().and_then(|node| subject.tree.text(node)).unwrap_or_default();
                    text.push_str(&show::clipped(value));
                }
                Part::Missing => {
                    text.push_str(if matches!(place, Place::Opening(_)) { "missing" } else { "empty" });
                }
                Part::Expression(expression) => text.push_str(&show::clipped(&expression.text(subject)?)),
            }
        }
        Ok(text)
    }
}
