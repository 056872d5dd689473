//! The programs under `scenarios/`: each can be read, says what it must, and stands in one course.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use timeslice_scenario::Catalogue;

const PARTS: [&str; 5] = [
    "The machine",
    "Python's rules",
    "Sharing",
    "One thread, many tasks",
    "The scheduler",
];
const LEVELS: [&str; 3] = ["beginner", "intermediate", "advanced"];

/// Every program and table below `dir`, with its text.
fn programs(dir: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display())) {
        let path: PathBuf = entry.expect("a readable entry").path();
        if path.is_dir() {
            found.extend(programs(&path));
        } else if path
            .extension()
            .is_some_and(|extension| extension == "py" || extension == "toml")
        {
            found.push((path.display().to_string(), fs::read_to_string(&path).expect("UTF-8")));
        }
    }
    found.sort();
    found
}

fn catalogue() -> Catalogue {
    let files = programs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"));
    let (catalogue, errors) = Catalogue::load(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let errors: Vec<String> = errors.iter().map(|(path, error)| format!("{path}: {error}")).collect();
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(catalogue.all().len(), files.len());
    catalogue
}

#[test]
fn every_scenario_says_what_it_is() {
    for scenario in catalogue().all() {
        let slug = &scenario.slug;
        assert!(scenario.question.ends_with('?'), "{slug}: {}", scenario.question);
        assert!(scenario.summary.ends_with('.'), "{slug}: {}", scenario.summary);
        assert!(LEVELS.contains(&scenario.level.as_str()), "{slug}: {}", scenario.level);
        assert!(!scenario.concepts.is_empty(), "{slug} names no concepts");
        assert!(
            scenario.source.contains("\nWatch for\n- "),
            "{slug} does not say what to watch for"
        );
        let too_wide = scenario
            .source
            .lines()
            .skip_while(|line| line.starts_with('#'))
            // Keys of a table are cut by nothing.
            .find(|line| line.len() > 76 && !line.contains(" = "));
        assert_eq!(too_wide, None, "{slug}");
    }
}

#[test]
fn the_parts_follow_each_other_and_no_two_scenarios_share_a_place() {
    let mut places = BTreeMap::new();
    let mut parts: Vec<String> = Vec::new();
    let mut last_order = 0;
    for scenario in catalogue().all() {
        assert_eq!(
            places.insert(scenario.order, scenario.slug.clone()),
            None,
            "order {}",
            scenario.order
        );
        assert!(
            scenario.order > last_order,
            "{} stands in a later chapter but has a lower order",
            scenario.slug
        );
        last_order = scenario.order;
        if parts.last() != Some(&scenario.part) {
            parts.push(scenario.part.clone());
        }
    }
    assert_eq!(parts, PARTS);
}

#[test]
fn the_course_lists_every_scenario_at_its_line() {
    let course = include_str!("../../../docs/course.md");
    for scenario in catalogue().all() {
        let line = course
            .lines()
            .find(|line| line.starts_with(&format!("| {} |", scenario.chapter)))
            .unwrap_or_else(|| panic!("docs/course.md has no line {}", scenario.chapter));
        let slug = &scenario.slug;
        assert!(
            line.contains(&format!("`{slug}`")),
            "{slug} is not on line {} of docs/course.md",
            scenario.chapter
        );
    }
}
