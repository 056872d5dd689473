//! f-strings.

use super::codegen::{Codegen, Result};
use crate::bytecode::{Const, Opcode};
use ruff_python_ast::{self as ast, ConversionFlag, FStringPart, InterpolatedStringElement as Element};

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
