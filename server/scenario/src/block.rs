//! The `# /// script` block of inline script metadata (PEP 723): where it is and what TOML it holds.

use crate::metadata::SourceError;

/// The metadata block of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its TOML, one line per line of the program.
    pub toml: String,
    /// Line of the program (from 1) that holds the first line of `toml`.
    pub first_line: u32,
}

impl Block {
    /// Line and column of the program (from 1) for a byte offset in [`Block::toml`].
    #[must_use]
    pub fn position(&self, offset: usize) -> (u32, u32) {
        let before = &self.toml.as_bytes()[..offset.min(self.toml.len())];
        let n_newlines = before.iter().filter(|b| **b == b'\n').count();
        let line_start = before.iter().rposition(|b| *b == b'\n').map_or(0, |idx| idx + 1);
        let n_chars = String::from_utf8_lossy(&before[line_start..]).chars().count();
        let comment_mark = 2;
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (self.first_line + small(n_newlines), small(n_chars) + comment_mark + 1)
    }
}

/// Finds the `script` block of a program; other blocks are other tools' business.
///
/// # Errors
/// Two `script` blocks, or one that does not end.
pub fn find(source: &str) -> Result<Option<Block>, SourceError> {
    let lines: Vec<&str> = source.lines().collect();
    let mut found: Option<Block> = None;
    let mut idx = 0;
    while idx < lines.len() {
        let Some(name) = block_name(lines[idx]) else {
            idx += 1;
            continue;
        };
        let start = idx + 1;
        let n_comments = lines[start..].iter().take_while(|line| comment(line).is_some()).count();
        // The last closing line of the run of comments ends the block: TOML may itself hold one.
        let end = lines[start..start + n_comments]
            .iter()
            .rposition(|line| *line == "# ///")
            .map(|n| start + n);
        let line_number = |idx: usize| u32::try_from(idx + 1).unwrap_or(u32::MAX);
        match end {
            None if name == "script" => {
                return Err(SourceError::new(
                    line_number(idx),
                    1,
                    "this block has no closing line `# ///`",
                ));
            }
            None => idx += 1,
            Some(end) => {
                if name == "script" {
                    if found.is_some() {
                        return Err(SourceError::new(
                            line_number(idx),
                            1,
                            "a program has one `# /// script` block, this is the second",
                        ));
                    }
                    let toml = lines[start..end]
                        .iter()
                        .filter_map(|line| comment(line))
                        .collect::<Vec<_>>()
                        .join("\n");
                    found = Some(Block {
                        toml,
                        first_line: line_number(start),
                    });
                }
                idx = end + 1;
            }
        }
    }
    Ok(found)
}

fn block_name(line: &str) -> Option<&str> {
    let name = line.strip_prefix("# /// ")?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_name.then_some(name)
}

/// The text of a comment line of a block: `#` alone, or `# ` and anything.
fn comment(line: &str) -> Option<&str> {
    line.strip_prefix("# ").or_else(|| (line == "#").then_some(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expect: &str) {
        let got = match find(source) {
            Ok(None) => "none".to_owned(),
            Ok(Some(block)) => format!("{}: {}", block.first_line, block.toml.replace('\n', "|")),
            Err(error) => error.to_string(),
        };
        assert_eq!(got, expect, "{source}");
    }

    #[test]
    fn blocks() {
        check("print(1)\n", "none");
        check("# /// script\n# a = 1\n#\n# b = 2\n# ///\n", "2: a = 1||b = 2");
        check("# title\n\n# /// script\n# a = 1\n# ///\nx = 1\n", "4: a = 1");
        check("# /// script\r\n# a = 1\r\n# ///\r\n", "2: a = 1");
        check(
            "# /// other\n# a = 1\n# ///\n\n# /// script\n# b = 2\n# ///\n",
            "6: b = 2",
        );
        check("# /// script\n# a = '''\n# ///\n# '''\n# ///\n", "2: a = '''|///|'''");
        check("    # /// script\n    # a = 1\n    # ///\n", "none");
    }

    #[test]
    fn broken_blocks() {
        check(
            "x = 1\n# /// script\n# a = 1\n",
            "line 2: this block has no closing line `# ///`",
        );
        let twice = "# /// script\n# a = 1\n# ///\n\n# /// script\n# a = 1\n# ///\n";
        check(
            twice,
            "line 5: a program has one `# /// script` block, this is the second",
        );
    }

    #[test]
    fn positions_are_those_of_the_program() {
        let block = find("\n# /// script\n# a = 1\n# bb = 22\n# ///\n").unwrap().unwrap();
        assert_eq!(block.position(0), (3, 3));
        assert_eq!(block.position(block.toml.find("22").unwrap()), (4, 8));
    }
}
