//! All scenarios, in the order of the course.

use crate::metadata::{Scenario, SourceError};

/// The scenarios that could be read.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    scenarios: Vec<Scenario>,
}

impl Catalogue {
    /// Reads programs (`.py`) and tables (`.toml`) given as path and text. A bad one is reported with its path; the others load.
    pub fn load<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<(String, SourceError)>) {
        let mut catalogue = Self::default();
        let mut errors = Vec::new();
        for (path, source) in files {
            let file_name = path.rsplit('/').next().unwrap_or(path);
            let scenario = match file_name.strip_suffix(".toml") {
                Some(slug) => Scenario::parse_table(slug, source),
                None => Scenario::parse(file_name.strip_suffix(".py").unwrap_or(file_name), source),
            };
            let slug = file_name.rsplit_once('.').map_or(file_name, |(slug, _)| slug);
            match scenario {
                Ok(_) if catalogue.get(slug).is_some() => {
                    let message = format!("there is already a scenario `{slug}`");
                    errors.push((path.to_owned(), SourceError::new(1, 1, message)));
                }
                Ok(scenario) => catalogue.scenarios.push(scenario),
                Err(error) => errors.push((path.to_owned(), error)),
            }
        }
        catalogue
            .scenarios
            .sort_by(|a, b| (a.chapter, a.order, &a.slug).cmp(&(b.chapter, b.order, &b.slug)));
        (catalogue, errors)
    }

    /// The scenario called `slug`.
    #[must_use]
    pub fn get(&self, slug: &str) -> Option<&Scenario> {
        self.scenarios.iter().find(|scenario| scenario.slug == slug)
    }

    /// All of them, by chapter, then order.
    #[must_use]
    pub fn all(&self) -> &[Scenario] {
        &self.scenarios
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(chapter: u32, order: u32) -> String {
        format!(
            "# /// script\n# [tool.timeslice]\n# title = \"t\"\n# summary = \"s\"\n# chapter = {chapter}\n# order = {order}\n\
             # expect = {{ outcome = \"finishes\" }}\n# ///\n"
        )
    }

    #[test]
    fn the_order_is_the_courses_and_a_bad_file_does_not_hide_the_others() {
        let (late, early, second) = (program(9, 1), program(2, 1), program(2, 2));
        let files = [
            ("gil/late.py", late.as_str()),
            ("races/second.py", &second),
            ("gil/broken.py", "print(1)"),
            ("gil/early.py", &early),
            ("asyncio/late.py", &early),
        ];
        let (catalogue, errors) = Catalogue::load(files);
        let slugs: Vec<&str> = catalogue.all().iter().map(|s| s.slug.as_str()).collect();
        assert_eq!(slugs, ["early", "second", "late"]);
        let errors: Vec<String> = errors.iter().map(|(path, error)| format!("{path}: {error}")).collect();
        assert_eq!(
            errors,
            [
                "gil/broken.py: line 1: a scenario begins with a `# /// script` block",
                "asyncio/late.py: line 1: there is already a scenario `late`",
            ]
        );
        assert_eq!(catalogue.get("late").map(|s| s.chapter), Some(9));
    }
}
