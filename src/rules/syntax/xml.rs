//! An XML file does not parse.
//!
//! ## Why
//!
//! XML has no room for doubt: a document that breaks its rules is, for every program that keeps to the standard, no
//! document at all (XML 1.0, section 1.2). Most often a `&` or a `<` of the text was not written as `&amp;` or `&lt;`,
//! or an end tag is missing or misspelt. Names of characters such as `&oacute;` come from HTML; XML has five of its own,
//! and the others must be declared. Where one record of a file is broken, the others are checked all the same. A prefix
//! that nothing binds, or a name that a DTD in another file may declare, is a warning: no other file is ever read.
//!
//! ## Bad
//!
//! ```xml
//! <record>
//!   <title language="pol">Czytelnictwo & biblioteki</title>
//!   <publicationDate>2023</publicationDate>
//! </record>
//! ```
//!
//! ```xml
//! <records>
//!   <record><title>Czytelnictwo w małych miastach</titel></record>
//!   <record><title>Biblioteki &oacute;wczesne</title></record>
//! </records>
//! ```
//!
//! ## Report
//!
//! ```text
//! error[syntax/xml]: a bare `&` in a text
//!    ╭─[record.xml:2:38]
//!  1 │ <record>
//!  2 │   <title language="pol">Czytelnictwo & biblioteki</title>
//!    ·                                      ─
//!  3 │   <publicationDate>2023</publicationDate>
//!    ╰────
//!   help: write `&amp;`
//! ```
//!
//! ## Good
//!
//! ```xml
//! <?xml version="1.0" encoding="UTF-8"?>
//! <page xmlns:xlink="http://www.w3.org/1999/xlink">
//!   <heading language="pol">Czytelnictwo &amp; biblioteki &#8211; <i>szkice</i></heading>
//!   <address xlink:href='https://example.org/?a=1&amp;b=2'/>
//!   <!-- from the catalogue -->
//!   <text><![CDATA[p < 0,05]]></text>
//! </page>
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: ids::SYNTAX_XML,
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
};
