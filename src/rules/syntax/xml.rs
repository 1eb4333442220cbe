//! An XML file does not parse.
//!
//! ## Why
//!
//! XML is strict: a conforming program must reject a document that breaks its rules (XML 1.0, section 1.2). Most
//! often a `&` or a `<` in the text was not written as `&amp;` or `&lt;`, or an end tag is missing or misspelt.
//! Character names such as `&oacute;` come from HTML; XML has five of its own, and the others must be declared. If
//! one record of a file is broken, the others are still checked. An undeclared prefix, or a name that an external DTD
//! may declare, is a warning: recordlint never reads another file.
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

pub const RULE: Rule = Rule {
    id: ids::SYNTAX_XML,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
