//! Rejects unsupported expressions and prepares the others for evaluation.
//!
//! Loops must run over fields of the record and may be nested two deep: their costs multiply, and five nested loops
//! over twenty items each take longer than all other rules together. Field names are checked against the outline of a
//! record, and patterns are compiled.

use super::values::{MATCHES, PATH, PATTERN, Path, Pattern, Ready, STRICT};
use crate::record::{FieldKind, Outline, outline};
use crate::text::nearest;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, SelectExpr, operators};
use cel::common::types::CelString;
use regex::RegexBuilder;

/// The limit for nested loops.
const MAX_LOOP_DEPTH: usize = 2;

/// The memory limit for one compiled pattern, in bytes.
const MAX_PATTERN_SIZE: usize = 1 << 18;

/// The functions that an expression may call.
const FUNCTIONS: &[&str] = &[
    "contains",
    "double",
    "endsWith",
    "indexOf",
    "int",
    "isDoi",
    "isIssn",
    "isOrcid",
    "language",
    "lowerAscii",
    "matches",
    "recognised",
    "size",
    "split",
    "startsWith",
    "string",
    "trim",
    "upperAscii",
];

/// Why an expression is rejected.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) message: String,
    /// The word that causes the error.
    pub(super) word: Option<String>,
    pub(super) suggestion: Option<String>,
}

impl Fault {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), word: None, suggestion: None }
    }

    fn of(word: &str, message: impl Into<String>) -> Self {
        Self { word: Some(word.to_owned()), ..Self::new(message) }
    }
}

/// What is known of the value of an expression.
#[derive(Clone, Copy, Debug)]
enum Known {
    /// It is a field of the record.
    Field(&'static Outline),
    /// It comes from the record, but its type is not known.
    Somewhere,
    /// It was computed.
    Computed,
}

/// Checks an expression and rewrites it for evaluation with the entries in `ready`.
pub(super) fn prepare(
    expression: &mut IdedExpr,
    this: Option<&'static Outline>,
    ready: &mut Ready,
) -> Result<(), Fault> {
    let mut names = vec![
        ("record".to_owned(), Known::Field(outline())),
        ("this".to_owned(), this.map_or(Known::Somewhere, Known::Field)),
        ("year".to_owned(), Known::Computed),
    ];
    Preparation { names: &mut names, ready, depth: 0 }.visit(expression).map(|_| ())
}

struct Preparation<'p> {
    /// Names in scope and their meaning, the innermost last.
    names: &'p mut Vec<(String, Known)>,
    ready: &'p mut Ready,
    depth: usize,
}

impl Preparation<'_> {
    fn visit(&mut self, expression: &mut IdedExpr) -> Result<Known, Fault> {
        match &mut expression.expr {
            Expr::Ident(name) => self.name(name),
            Expr::Select(select) => {
                let known = self.visit(&mut select.operand)?;
                let found = member(known, &select.field)?;
                if select.test {
                    select.field.insert(0, STRICT);
                    return Ok(Known::Computed);
                }
                expression.expr = self.step(select);
                Ok(found)
            }
            Expr::Call(call) => self.call(call),
            Expr::Comprehension(comprehension) => self.comprehension(comprehension),
            Expr::List(list) => {
                for element in &mut list.elements {
                    self.visit(element)?;
                }
                Ok(Known::Computed)
            }
            Expr::Literal(_) | Expr::Unspecified => Ok(Known::Computed),
            Expr::Map(_) | Expr::Struct(_) => Err(Fault::new("an expression may not make objects")),
        }
    }

    /// Rewrites a field access. A path from the record or from `this` becomes one name, which is looked up in one step.
    /// A field of any other value is looked up by its own name.
    fn step(&mut self, select: &mut SelectExpr) -> Expr {
        let field = std::mem::take(&mut select.field);
        let operand = std::mem::take(&mut *select.operand);
        if let Expr::Ident(name) = &operand.expr {
            let known = name.strip_prefix(PATH).and_then(|number| number.parse().ok());
            let above = known.and_then(|number: usize| self.ready.paths.get(number)).cloned();
            let root =
                matches!(name.as_str(), "record" | "this").then(|| Path { root: name.clone(), names: Vec::new() });
            if let Some(mut path) = above.or(root) {
                path.names.push(field);
                self.ready.paths.push(path);
                return Expr::Ident(format!("{PATH}{}", self.ready.paths.len() - 1));
            }
        }
        let name = IdedExpr { id: operand.id, expr: Expr::Literal(LiteralValue::String(CelString::from(field))) };
        Expr::Call(CallExpr { func_name: operators::INDEX.to_owned(), target: None, args: vec![operand, name] })
    }

    fn name(&self, name: &str) -> Result<Known, Fault> {
        if let Some((_, known)) = self.names.iter().rev().find(|(own, _)| own == name) {
            return Ok(*known);
        }
        let names = self.names.iter().map(|(name, _)| name.as_str()).filter(|name| !name.starts_with('@'));
        let mut fault =
            Fault::of(name, format!("there is no `{name}`: an expression knows `record`, `this` and `year`"));
        fault.suggestion = nearest(name, names).map(str::to_owned);
        Err(fault)
    }

    fn call(&mut self, call: &mut CallExpr) -> Result<Known, Fault> {
        let name = call.func_name.clone();
        let is_operator = name.starts_with(['_', '!', '-', '@']);
        if !is_operator && !FUNCTIONS.contains(&name.as_str()) {
            let mut fault = Fault::of(&name, format!("there is no function `{name}`"));
            fault.suggestion = nearest(&name, FUNCTIONS.iter().copied()).map(str::to_owned);
            return Err(fault);
        }
        let target = call.target.as_mut().map(|target| self.visit(target)).transpose()?;
        if name == "matches" {
            return self.pattern(call);
        }
        let mut arguments = Vec::new();
        for argument in &mut call.args {
            arguments.push(self.visit(argument)?);
        }
        // A comparison of two objects is never useful.
        let compares = [operators::EQUALS, operators::NOT_EQUALS].contains(&name.as_str());
        let is_object = |known: &Known| matches!(known, Known::Field(field) if !field.children.is_empty());
        if compares && target.is_none() && arguments.iter().any(is_object) {
            return Err(Fault::new("texts and numbers can be compared, objects and lists cannot"));
        }
        match (name.as_str(), arguments.first()) {
            (operators::INDEX, Some(Known::Field(list))) => Ok(list.item().map_or(Known::Somewhere, Known::Field)),
            (operators::INDEX, Some(Known::Somewhere)) => Ok(Known::Somewhere),
            _ => Ok(Known::Computed),
        }
    }

    /// Compiles the pattern in `text.matches('pattern')`.
    fn pattern(&mut self, call: &mut CallExpr) -> Result<Known, Fault> {
        let mut operands: Vec<IdedExpr> = call.target.take().map(|target| *target).into_iter().collect();
        let is_method = !operands.is_empty();
        operands.append(&mut call.args);
        let [text, pattern] = operands.as_mut_slice() else {
            return Err(Fault::of("matches", "`matches` takes a text and a pattern"));
        };
        if !is_method {
            self.visit(text)?;
        }
        let Expr::Literal(LiteralValue::String(literal)) = &pattern.expr else {
            return Err(Fault::of(
                "matches",
                "the pattern of `matches` must be written out: it is compiled beforehand",
            ));
        };
        let source = literal.inner().to_owned();
        let compiled = RegexBuilder::new(&source).size_limit(MAX_PATTERN_SIZE).build().map_err(|error| {
            let detail = error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            Fault::of(&source, format!("the pattern is not a valid one: {detail}"))
        })?;
        pattern.expr = Expr::Ident(format!("{PATTERN}{}", self.ready.patterns.len()));
        self.ready.patterns.push(Pattern(compiled));
        MATCHES.clone_into(&mut call.func_name);
        call.args = operands;
        Ok(Known::Computed)
    }

    fn comprehension(&mut self, comprehension: &mut ComprehensionExpr) -> Result<Known, Fault> {
        let range = self.visit(&mut comprehension.iter_range)?;
        let item = match range {
            Known::Field(list) => match list.item() {
                Some(item) => Known::Field(item),
                None if list.kind == FieldKind::List => Known::Somewhere,
                None => return Err(Fault::new(format!("`{}` is no list to go through", list.name))),
            },
            Known::Somewhere => Known::Somewhere,
            Known::Computed if matches!(comprehension.iter_range.expr, Expr::Comprehension(_)) => Known::Somewhere,
            Known::Computed => return Err(Fault::new("a loop may go through a field of the record, and nothing else")),
        };
        if self.depth == MAX_LOOP_DEPTH {
            return Err(Fault::new(format!("loops stand more than {MAX_LOOP_DEPTH} deep in one another")));
        }
        let outer = self.names.len();
        self.names.push((comprehension.iter_var.clone(), item));
        if let Some(second) = &comprehension.iter_var2 {
            self.names.push((second.clone(), Known::Somewhere));
        }
        self.names.push((comprehension.accu_var.clone(), Known::Computed));
        self.depth += 1;
        self.visit(&mut comprehension.accu_init)?;
        self.visit(&mut comprehension.loop_cond)?;
        self.visit(&mut comprehension.loop_step)?;
        self.visit(&mut comprehension.result)?;
        self.depth -= 1;
        self.names.truncate(outer);
        // The items of a filter are those of the original list; any other list is not tracked.
        let keeps = matches!(comprehension.accu_init.expr, Expr::List(_)) && !is_map(&comprehension.loop_step);
        Ok(if keeps { range } else { Known::Computed })
    }
}

/// Whether the step of a loop appends to its list unconditionally: `map`, not `filter`.
fn is_map(step: &IdedExpr) -> bool {
    !matches!(&step.expr, Expr::Call(call) if call.func_name == operators::CONDITIONAL)
}

/// Returns the field `name` of a known value.
fn member(known: Known, name: &str) -> Result<Known, Fault> {
    let Known::Field(field) = known else { return Ok(Known::Somewhere) };
    if let Some(found) = field.member(name) {
        return Ok(Known::Field(found));
    }
    // Names of user-defined fields are not in the outline.
    if name.starts_with("x-") || name.starts_with("x_") {
        return Ok(Known::Somewhere);
    }
    let of = &field.display_name;
    let message = match field.item() {
        Some(_) => format!("{of} is a list: `{name}` is a field of its items"),
        None => format!("there is no field `{name}` in {of}"),
    };
    let mut fault = Fault::of(name, message);
    fault.suggestion = nearest(name, field.names()).map(str::to_owned);
    Err(fault)
}
