//! A CEL expression of a declared rule: compiled once, with limits, and evaluated on records in place.
//!
//! The record is read on demand; nothing is copied. Slow expressions are rejected when the rule is loaded (`prepare`)
//! or stopped during evaluation (`values`, its budget).

mod prepare;
mod values;

use crate::record::{Outline, Record};
use crate::tree::{NodeId, Tree};
use cel::common::ast::IdedExpr;
use cel::common::types::{CelBool, CelDouble, CelInt, CelString};
use cel::common::value::CowVal;
use cel::parser::PrattParser;
use cel::{Context, Env, ExecutionError, Value};
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use values::{Budget, MAX_ITEMS, Ready, Scope};

/// The length limit for an expression, in bytes.
const MAX_LENGTH: usize = 2000;

/// The limit for nested brackets. Each level is a recursion of the parser and of every visitor of its tree.
const MAX_DEPTH: u16 = 32;

/// The limit for terms and operators in an expression.
const MAX_TERMS: usize = 500;

/// A compiled expression.
#[derive(Debug)]
pub struct Expression {
    parsed: IdedExpr,
    ready: Ready,
}

/// Why an expression is rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionError {
    /// The message for the author.
    pub message: String,
    /// The byte range of the error in the text, if known.
    pub range: Option<Range<usize>>,
    /// The probable intention.
    pub suggestion: Option<String>,
}

impl ExpressionError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), range: None, suggestion: None }
    }
}

/// The context in which an expression is evaluated.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The canonical tree of the record.
    pub tree: Tree<'a>,
    /// The node of `this`.
    pub this: NodeId,
    /// The outline of `this`, if known.
    pub outline: Option<&'static Outline>,
    /// The value of `year`: the year of the run.
    pub year: i32,
}

impl<'a> Subject<'a> {
    /// Creates the context for a node of a record.
    pub fn new(record: &Record<'a>, this: NodeId, outline: Option<&'static Outline>, year: i32) -> Self {
        Self { tree: record.tree(), this, outline, year }
    }
}

/// Returns the environment shared by all expressions.
fn environment() -> &'static Arc<Env> {
    static ENVIRONMENT: OnceLock<Arc<Env>> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let mut env = Env::stdlib();
        // None of the names is taken, as a test shows.
        let _ = env.add_extension(cel::extensions::strings);
        let _ = values::add_functions(&mut env);
        Arc::new(env)
    })
}

impl Expression {
    /// Compiles the expression in `text`; `outline` describes `this`.
    pub fn compile(text: &str, outline: Option<&'static Outline>) -> Result<Self, ExpressionError> {
        if text.len() > MAX_LENGTH {
            return Err(ExpressionError::new(format!("the expression is longer than {MAX_LENGTH} bytes")));
        }
        let parser = PrattParser::new().max_recursion_depth(MAX_DEPTH).max_expression_node_count(MAX_TERMS);
        let parser = parser.enable_optional_syntax(false);
        let mut parsed = parser.parse(text).map_err(|errors| parse_error(text, &errors))?;
        let mut ready = Ready::default();
        prepare::prepare(&mut parsed, outline, &mut ready).map_err(|rejected| located(text, rejected))?;
        Ok(Self { parsed, ready })
    }

    /// Evaluates the expression as a condition. The error explains why it fails or is neither true nor false.
    pub fn holds(&self, subject: &Subject<'_>) -> Result<bool, String> {
        self.run(subject, |value| match value.downcast_ref::<CelBool>() {
            Some(answer) => Ok(*answer.inner()),
            None => Err("it is neither true nor false".to_owned()),
        })
    }

    /// Evaluates the expression as a text.
    pub fn text(&self, subject: &Subject<'_>) -> Result<String, String> {
        self.run(subject, |value| {
            if let Some(text) = value.downcast_ref::<CelString<'_>>() {
                Ok(text.inner().to_owned())
            } else if let Some(number) = value.downcast_ref::<CelInt>() {
                Ok(number.inner().to_string())
            } else if let Some(number) = value.downcast_ref::<CelDouble>() {
                Ok(number.inner().to_string())
            } else if let Some(answer) = value.downcast_ref::<CelBool>() {
                Ok(answer.inner().to_string())
            } else {
                Err("it is neither a text nor a number".to_owned())
            }
        })
    }

    fn run<T>(
        &self,
        subject: &Subject<'_>,
        answer: impl FnOnce(&CowVal<'_, '_>) -> Result<T, String>,
    ) -> Result<T, String> {
        let budget = Budget::default();
        let scope = Scope::new(subject, &self.ready, &budget);
        let mut context = Context::with_env(Arc::clone(environment()));
        context.set_variable_resolver(&scope);
        let value = Value::resolve_val(&self.parsed, &context);
        // The result is not valid if part of the record was skipped because the budget was spent.
        if budget.is_spent() {
            return Err(format!("it looks at more than {MAX_ITEMS} items of lists in one record"));
        }
        answer(&value.map_err(|error| describe(&error))?)
    }
}

/// Describes a runtime error in words.
fn describe(error: &ExecutionError) -> String {
    match error {
        ExecutionError::IndexOutOfBounds(_) => "a list has no item at that place".to_owned(),
        ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_) => "it divides by zero".to_owned(),
        ExecutionError::Overflow(..) => "a number grows too large".to_owned(),
        ExecutionError::NoSuchKey(name) | ExecutionError::UndeclaredReference(name) => format!("there is no `{name}`"),
        ExecutionError::NoSuchOverload(error) => {
            let kinds = error.argument_types().join("` and `");
            format!("`{}` cannot be used with `{kinds}`", error.function().trim_matches('_'))
        }
        ExecutionError::FunctionError { message, .. } => message.clone(),
        other => other.to_string().to_lowercase(),
    }
}

/// Returns the first error of the parser, with its position.
fn parse_error(text: &str, errors: &cel::ParseErrors) -> ExpressionError {
    let Some(first) = errors.errors.first() else { return ExpressionError::new("it is not an expression of CEL") };
    let before = |place: isize| usize::try_from(place - 1).unwrap_or_default();
    let line_start: usize =
        text.split_inclusive('\n').take(before(first.pos.0)).map(str::len).sum::<usize>().min(text.len());
    let line = text[line_start..].lines().next().unwrap_or_default();
    let within = line.char_indices().nth(before(first.pos.1)).map_or(line.len(), |(at, _)| at);
    let start = line_start + within;
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    let detail = first.msg.lines().next().unwrap_or_default();
    let detail = detail.strip_prefix("Syntax error: ").unwrap_or(detail);
    let detail = detail.split(" expecting ").next().unwrap_or(detail).trim_end_matches(':');
    ExpressionError {
        message: format!("it is not an expression of CEL: {}", detail.to_lowercase()),
        range: (length > 0).then_some(start..start + length),
        suggestion: None,
    }
}

/// Adds the position of the word that a rejection names.
fn located(text: &str, rejected: prepare::Fault) -> ExpressionError {
    let range = rejected.word.as_deref().and_then(|word| text.find(word).map(|at| at..at + word.len()));
    ExpressionError { message: rejected.message, range, suggestion: rejected.suggestion }
}

#[cfg(test)]
mod tests;
