//! A record as seen by an expression: every field exists, even if the record does not have it.
//!
//! An absent text is `""`, an absent list is empty, an absent number is 0, and an absent object only has absent fields;
//! `has()` distinguishes them. A field of the wrong type counts as absent; the schema reports its type.

use super::Subject;
use crate::record::{FieldKind, Language, Outline, Recogniser, Verdict, doi, issn::Issn, orcid::Orcid, outline};
use crate::tree::{Kind, NodeId, Tree};
use cel::common::traits::Indexer;
use cel::common::types::{CelBool, CelDouble, CelInt, CelList, CelString, MAP_TYPE, STRING_TYPE, Type};
use cel::common::value::{CowVal, StaticVal, Val};
use cel::context::VariableResolver;
use cel::{DeclarationError, Env, ExecutionError};
use regex::Regex;
use std::any::Any;
use std::sync::atomic::{AtomicU32, Ordering};

/// The limit for list items that one evaluation may read. Two nested loops over lists of a thousand items read a
/// million.
pub(super) const MAX_ITEMS: u32 = 1_000_000;

/// Prefix of a field name in the test `has()`, for which absent fields are absent.
pub(super) const STRICT: char = '\u{0}';

/// Prefix of the number of a pattern. No name in an expression begins with it.
pub(super) const PATTERN: char = '#';

/// Prefix of the number of a path.
pub(super) const PATH: char = '/';

/// The function that takes a compiled pattern.
pub(super) const MATCHES: &str = "@matches";

/// A path to a field.
#[derive(Clone, Debug)]
pub(super) struct Path {
    /// `record` or `this`.
    pub(super) root: String,
    pub(super) names: Vec<String>,
}

/// The patterns and paths that were prepared when an expression was compiled.
#[derive(Debug, Default)]
pub(super) struct Ready {
    pub(super) patterns: Vec<Pattern>,
    pub(super) paths: Vec<Path>,
}

/// The remaining budget of an evaluation.
#[derive(Debug, Default)]
pub(super) struct Budget(AtomicU32);

impl Budget {
    fn take(&self, items: usize) -> Result<(), ExecutionError> {
        let items = u32::try_from(items).unwrap_or(MAX_ITEMS).min(MAX_ITEMS);
        if self.0.fetch_add(items, Ordering::Relaxed).saturating_add(items) > MAX_ITEMS {
            return Err(ExecutionError::function_error("list", "there are too many items"));
        }
        Ok(())
    }

    /// Whether the budget is exceeded.
    pub(super) fn is_spent(&self) -> bool {
        self.0.load(Ordering::Relaxed) > MAX_ITEMS
    }
}

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(super) struct Pattern(pub(super) Regex);

static PATTERN_TYPE: Type = Type::new_unspecified_type("recordlint.pattern");

impl Val for Pattern {
    fn get_type(&self) -> &Type {
        <Self as Val>::cel_type()
    }

    fn cel_type() -> &'static Type {
        &PATTERN_TYPE
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for Pattern {}

/// Adds our own functions, for checks that librarians need.
pub(super) fn add_functions(env: &mut Env) -> Result<(), DeclarationError> {
    env.add_overload(MATCHES, "recordlint_matches", vec![STRING_TYPE, PATTERN_TYPE.to_owned()], |arguments| {
        let pattern = arguments.get(1).and_then(|value| value.downcast_ref::<Pattern>());
        Ok(answer(pattern.is_some_and(|pattern| pattern.0.is_match(text(&arguments)))))
    })?;
    env.add_overload("isDoi", "recordlint_is_doi", vec![STRING_TYPE], |arguments| {
        Ok(answer(doi::is_doi(text(&arguments))))
    })?;
    env.add_overload("isIssn", "recordlint_is_issn", vec![STRING_TYPE], |arguments| {
        Ok(answer(matches!(Issn::parse(text(&arguments)), Issn::Good)))
    })?;
    env.add_overload("isOrcid", "recordlint_is_orcid", vec![STRING_TYPE], |arguments| {
        Ok(answer(matches!(Orcid::parse(text(&arguments)), Orcid::Good)))
    })?;
    env.add_overload("recognised", "recordlint_recognised", vec![STRING_TYPE], |arguments| {
        let language = match Recogniser::usual().verdict(text(&arguments)) {
            Verdict::Certain(language) => language.code().to_owned(),
            _ => String::new(),
        };
        Ok(CowVal::owned(CelString::from(language)))
    })?;
    env.add_overload("language", "recordlint_language", vec![STRING_TYPE], |arguments| {
        let code = Language::of_tag(text(&arguments)).map(|language| language.code().to_owned());
        Ok(CowVal::owned(CelString::from(code.unwrap_or_default())))
    })
}

fn text<'b>(arguments: &'b [CowVal<'_, '_>]) -> &'b str {
    let first = arguments.first().and_then(|value| value.downcast_ref::<CelString<'_>>());
    first.map(CelString::inner).unwrap_or_default()
}

fn answer<'b, 'v>(holds: bool) -> CowVal<'b, 'v> {
    CowVal::owned(CelBool::from(holds))
}

/// The names in scope of an expression: `record`, `this`, `year` and the compiled patterns.
#[derive(Debug)]
pub(super) struct Scope<'v> {
    record: Object<'v>,
    this: NodeId,
    outline: Option<&'static Outline>,
    year: CelInt,
    ready: &'v Ready,
}

impl<'v> Scope<'v> {
    pub(super) fn new(subject: &Subject<'v>, ready: &'v Ready, budget: &'v Budget) -> Self {
        let root = subject.tree.root();
        let record = Object { tree: subject.tree, node: Some(root), outline: Some(outline()), budget };
        let year = CelInt::from(i64::from(subject.year));
        Self { record, this: subject.this, outline: subject.outline, year, ready }
    }

    /// Returns the value at the end of a path.
    fn value(&self, path: &Path) -> Result<Box<dyn Val + 'v>, ExecutionError> {
        let record = &self.record;
        let (mut node, mut outline) = match path.root.as_str() {
            "this" => (Some(self.this), self.outline),
            _ => (record.node, record.outline),
        };
        for name in &path.names {
            node = node.and_then(|node| record.tree.get_named(node, name)).map(|child| child.value);
            outline = outline.and_then(|outline| outline.member(name));
        }
        record.value(node, outline)
    }
}

impl VariableResolver for Scope<'_> {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        match name {
            "record" => Some(CowVal::Borrowed(&self.record)),
            "this" => self.record.value(Some(self.this), self.outline).ok().map(CowVal::Owned),
            "year" => Some(CowVal::Borrowed(&self.year)),
            _ => {
                let number: usize = name.get(1..)?.parse().ok()?;
                match name.chars().next()? {
                    PATTERN => self.ready.patterns.get(number).map(|pattern| CowVal::Borrowed(pattern as &dyn Val)),
                    PATH => self.value(self.ready.paths.get(number)?).ok().map(CowVal::Owned),
                    _ => None,
                }
            }
        }
    }
}

/// An object of the record, which may be absent.
#[derive(Clone, Debug)]
pub(super) struct Object<'v> {
    tree: Tree<'v>,
    node: Option<NodeId>,
    outline: Option<&'static Outline>,
    budget: &'v Budget,
}

impl<'v> Object<'v> {
    /// Returns the value at `node` if it has the type of `outline`; else the absent value.
    fn value(
        &self,
        node: Option<NodeId>,
        outline: Option<&'static Outline>,
    ) -> Result<Box<dyn Val + 'v>, ExecutionError> {
        let tree = self.tree;
        let kind = node.map(|node| tree.kind(node));
        let holds = outline.map_or_else(|| kind_of_value(kind), |outline| outline.kind);
        let text = || node.and_then(|node| tree.text(node)).unwrap_or_default();
        Ok(match holds {
            FieldKind::Object => {
                let node = node.filter(|_| kind == Some(Kind::Object));
                Box::new(Object { tree, node, outline, budget: self.budget })
            }
            FieldKind::List => {
                let item = outline.and_then(Outline::item);
                let list = node.filter(|_| kind == Some(Kind::Array));
                let items = list.into_iter().flat_map(|list| tree.items(list));
                let items: Result<Vec<Box<dyn Val + 'v>>, _> = items.map(|node| self.value(Some(node), item)).collect();
                let items = items?;
                self.budget.take(items.len())?;
                Box::new(CelList::from(items))
            }
            FieldKind::Text => Box::new(CelString::from(text())),
            FieldKind::Flag => Box::new(CelBool::from(kind == Some(Kind::True))),
            FieldKind::Number => number(text()),
        })
    }
}

/// Returns the field kind of a value without an outline, by its type.
fn kind_of_value(kind: Option<Kind>) -> FieldKind {
    match kind {
        Some(Kind::Object) => FieldKind::Object,
        Some(Kind::Array) => FieldKind::List,
        Some(Kind::Number) => FieldKind::Number,
        Some(Kind::True | Kind::False) => FieldKind::Flag,
        _ => FieldKind::Text,
    }
}

/// Returns a number, or the number at the beginning of a text: `1998/1999` is 1998.
fn number<'v>(text: &str) -> Box<dyn Val + 'v> {
    if let Some(number) = text.parse::<f64>().ok().filter(|_| text.contains(['.', 'e', 'E'])) {
        return Box::new(CelDouble::from(number));
    }
    let end =
        text.char_indices().find(|(at, character)| !(character.is_ascii_digit() || *at == 0 && *character == '-'));
    let whole = &text[..end.map_or(text.len(), |(at, _)| at)];
    Box::new(CelInt::from(whole.parse::<i64>().unwrap_or_default()))
}

impl Indexer for Object<'_> {
    fn get<'b, 'w>(&'b self, index: &dyn Val) -> Result<CowVal<'b, 'w>, ExecutionError>
    where
        Self: 'w,
    {
        let Some(requested) = index.downcast_ref::<CelString<'_>>().map(CelString::inner) else {
            return Err(ExecutionError::function_error("[]", "an object has no item at a number"));
        };
        let name = requested.strip_prefix(STRICT).unwrap_or(requested);
        let child = self.node.and_then(|node| self.tree.get_named(node, name)).map(|child| child.value);
        if child.is_none() && requested.starts_with(STRICT) {
            return Err(ExecutionError::no_such_key(name));
        }
        let outline = self.outline.and_then(|outline| outline.member(name));
        self.value(child, outline).map(CowVal::Owned)
    }

    fn steal<'w>(self: Box<Self>, index: &dyn Val) -> Result<Box<dyn Val + 'w>, ExecutionError>
    where
        Self: 'w,
    {
        let index = index.downcast_ref::<CelString<'_>>().map(CelString::inner).unwrap_or_default();
        let key = CelString::from(index.to_owned());
        let outline = self.outline.and_then(|outline| outline.member(index));
        let child = self.node.and_then(|node| self.tree.get_named(node, key.inner())).map(|child| child.value);
        self.value(child, outline).map(|value| value as Box<dyn Val + 'w>)
    }
}

impl Val for Object<'_> {
    fn get_type(&self) -> &Type {
        <Self as Val>::cel_type()
    }

    fn cel_type() -> &'static Type {
        &MAP_TYPE
    }

    fn as_indexer<'b, 'w>(&'b self) -> Option<&'b (dyn Indexer + 'w)>
    where
        Self: 'w,
    {
        Some(self)
    }

    fn clone_as_boxed<'w>(&self) -> Box<dyn Val + 'w>
    where
        Self: 'w,
    {
        Box::new(self.clone())
    }
}
