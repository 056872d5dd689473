//! f-strings and t-strings.

use super::codegen::{Codegen, Result};
use crate::bytecode::{Const, Intrinsic, Opcode};
use ruff_python_ast::{self as ast, ConversionFlag, FStringPart, InterpolatedStringElement as Element};
use ruff_text_size::{Ranged, TextRange};

impl<'a> Codegen<'a> {
    #[inline(never)]
    pub(super) fn f_string(&mut self, f: &'a ast::ExprFString) -> Result {
        let mut text = String::new();
        let mut parts = 0;
        for part in &f.value {
            match part {
                FStringPart::Literal(s) => text.push_str(s),
                FStringPart::FString(f) => self.elements(f.elements.iter(), &mut text, &mut parts)?,
            }
        }
        self.join(text, parts)
    }

    /// Pushes the pieces; literal text is gathered in `text` until something follows it.
    fn elements(&mut self, elements: impl Iterator<Item = &'a Element>, text: &mut String, parts: &mut u32) -> Result {
        for element in elements {
            match element {
                Element::Literal(s) => text.push_str(s),
                Element::Interpolation(e) => {
                    if let Some(debug) = &e.debug_text {
                        text.push_str(debug.as_str());
                    }
                    if !text.is_empty() {
                        self.constant(Const::Str(std::mem::take(text)))?;
                        *parts += 1;
                    }
                    self.interpolation(e)?;
                    *parts += 1;
                }
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn interpolation(&mut self, e: &'a ast::InterpolatedElement) -> Result {
        self.expr(&e.expression)?;
        let conversion = match e.conversion {
            ConversionFlag::Str => 1,
            ConversionFlag::Repr => 2,
            ConversionFlag::Ascii => 3,
            ConversionFlag::None if e.debug_text.is_some() && e.format_spec.is_none() => 2,
            ConversionFlag::None => 0,
        };
        let before = std::mem::replace(&mut self.at, e.range);
        if conversion != 0 {
            self.emit(Opcode::ConvertValue, conversion)?;
        }
        match &e.format_spec {
            None => self.op(Opcode::FormatSimple)?,
            Some(spec) => {
                let (mut text, mut parts) = (String::new(), 0);
                self.elements(spec.elements.iter(), &mut text, &mut parts)?;
                self.join(text, parts)?;
                self.op(Opcode::FormatWithSpec)?;
            }
        }
        self.at = before;
        Ok(())
    }

    /// A t-string: text and interpolations in turns, which the intrinsic makes a template of (PEP 750).
    #[inline(never)]
    pub(super) fn t_string(&mut self, t: &'a ast::ExprTString) -> Result {
        let mut text = String::new();
        let mut parts = 0;
        for element in t.value.elements() {
            match element {
                Element::Literal(s) => text.push_str(s),
                Element::Interpolation(e) => {
                    if let Some(debug) = &e.debug_text {
                        text.push_str(debug.as_str());
                    }
                    self.constant(Const::Str(std::mem::take(&mut text)))?;
                    self.template_field(e)?;
                    parts += 2;
                }
            }
        }
        self.constant(Const::Str(text))?;
        self.emit(Opcode::BuildTuple, parts + 1)?;
        self.emit(Opcode::CallIntrinsic1, Intrinsic::Template as u32)
    }

    /// `(value, expression, conversion, format spec)`
    fn template_field(&mut self, e: &'a ast::InterpolatedElement) -> Result {
        self.expr(&e.expression)?;
        // From behind the brace on, as it is written; what stands before `!`, `:` or the brace is cut off its end.
        let begin = e.range.start() + ruff_text_size::TextSize::new(1);
        let inner = self.source.slice(TextRange::new(begin, e.expression.range().end()));
        let tail = &self.source.text[e.expression.range().end().to_usize()..e.range.end().to_usize()];
        let closing: String = tail.chars().take_while(|&c| c == ')' || c.is_whitespace()).collect();
        let expression = format!("{inner}{}", closing.trim_end());
        self.constant(Const::Str(expression))?;
        let conversion = match e.conversion {
            ConversionFlag::Str => Some("s"),
            ConversionFlag::Repr => Some("r"),
            ConversionFlag::Ascii => Some("a"),
            ConversionFlag::None if e.debug_text.is_some() && e.format_spec.is_none() => Some("r"),
            ConversionFlag::None => None,
        };
        self.constant(conversion.map_or(Const::None, |c| Const::Str(c.to_owned())))?;
        let (mut text, mut parts) = (String::new(), 0);
        if let Some(spec) = &e.format_spec {
            self.elements(spec.elements.iter(), &mut text, &mut parts)?;
        }
        self.join(text, parts)?;
        self.emit(Opcode::BuildTuple, 4)
    }

    fn join(&mut self, text: String, mut parts: u32) -> Result {
        if parts == 0 || !text.is_empty() {
            self.constant(Const::Str(text))?;
            parts += 1;
        }
        if parts == 1 {
            Ok(())
        } else {
            self.emit(Opcode::BuildString, parts)
        }
    }
}
