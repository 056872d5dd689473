//! Links survive the round trip, and refuse what they do not understand.

use super::*;

const PROGRAM: &str = "# /// script\n# [tool.timeslice]\n# title = \"t\"\n# summary = \"s\"\n# machine = { cores = 4, gil = false }\n\
    # expect = { outcome = \"finishes\" }\n# ///\nprint('größer', 1 < 2)\n";

fn catalogue() -> Catalogue {
    let (catalogue, errors) = Catalogue::load([("gil/two-counters.py", PROGRAM)]);
    assert_eq!(errors, []);
    catalogue
}

fn parse(slug: Option<&str>, query: &str) -> Result<Link, LinkError> {
    Link::parse(slug, query, &catalogue())
}

/// A path and query, as a browser sends them.
fn parse_path(path: &str) -> Result<Link, LinkError> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    parse(path.strip_prefix("/run/"), query)
}

#[test]
fn a_link_edited_by_hand() {
    let link = parse(Some("two-counters"), "cores=1&gil=on&at=17").expect("it is valid");
    assert_eq!(link.spec.machine.cores, 1);
    assert!(link.spec.machine.gil);
    assert_eq!(link.spec.base.cores, 4);
    assert_eq!(link.at, Some(17));
    assert_eq!(link.spec.source, PROGRAM);
    assert_eq!(link.path(), "/run/two-counters?cores=1&gil=on&at=17");
}

#[test]
fn only_what_differs_is_written() {
    assert_eq!(
        parse_path("/run/two-counters?cores=4&gil=off")
            .expect("it is valid")
            .path(),
        "/run/two-counters"
    );
    assert_eq!(
        parse_path("/run/two-counters?theme=dark&at=3")
            .expect("it is valid")
            .path(),
        "/run/two-counters?at=3"
    );
    let link = parse(None, "scenario=two-counters&cores=2&level=kernel&from_ns=5&to_ns=9").expect("it is valid");
    assert_eq!(link.path(), "/run/two-counters?cores=2&level=kernel&from_ns=5&to_ns=9");
}

#[test]
fn programs_carry_their_own_machine() {
    let code = encode_program(PROGRAM);
    let link = parse(None, &format!("code={code}&seed=7")).expect("it is valid");
    assert_eq!((link.spec.machine.cores, link.spec.machine.seed), (4, 7));
    assert_eq!(link.path(), format!("/run?code={code}&seed=7"));
}

/// A small generator of test cases: the seed decides everything.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

#[test]
fn every_link_survives_the_round_trip() {
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let catalogue = catalogue();
        let spec = if dice.roll(2) == 0 {
            RunSpec::scenario("two-counters", &catalogue)
        } else {
            let letters = ['a', '\n', ' ', 'é', '🐍', '&', '=', '%', '#', '+', '\0', '"'];
            let n_chars = dice.roll(300);
            let source: String = (0..n_chars).map(|_| letters[dice.roll(12) as usize]).collect();
            RunSpec::program(format!("x = 1\n{source}"))
        };
        let mut link = Link {
            spec: spec.expect("it is valid"),
            at: None,
            view: None,
        };
        for setting in SETTINGS {
            if dice.roll(3) == 0 {
                let (min, max) = match setting.kind {
                    settings::Kind::Count { min, max }
                    | settings::Kind::Duration { min, max }
                    | settings::Kind::Factor { min, max }
                    | settings::Kind::Rate { min, max } => (min, max),
                    settings::Kind::Switch => (0, 1),
                    settings::Kind::Choice(words) => (0, words.len() as u64 - 1),
                };
                let value = min + dice.roll(max - min + 1);
                link.spec
                    .set(setting.name, &setting.kind.format(value))
                    .expect("it is in range");
                if setting.is_of_hosts() && dice.roll(2) == 0 {
                    let name = format!("{}.api{}.example.com", setting.name, dice.roll(3));
                    link.spec
                        .set(&name, &setting.kind.format(value))
                        .expect("it is in range");
                }
            }
        }
        if dice.roll(2) == 0 {
            link.spec.schedule = Some(Schedule((0..dice.roll(40)).map(|_| dice.roll(3)).collect()));
        }
        if dice.roll(2) == 0 {
            link.spec.level = [None, Some(Level::Kernel), Some(Level::Line), Some(Level::Op)][dice.roll(4) as usize];
        }
        if dice.roll(2) == 0 {
            link.spec.window = Window {
                from_ns: dice.roll(1 << 30),
                to_ns: Some(dice.roll(1 << 31)),
            };
        }
        if dice.roll(2) == 0 {
            link.at = Some(dice.roll(100_000));
        }
        if dice.roll(2) == 0 {
            link.view = Some("presenter".to_owned());
        }
        let path = link.path();
        assert_eq!(parse_path(&path).as_ref(), Ok(&link), "seed {seed}: {path}");
    }
}

#[test]
fn damaged_links_are_refused_and_never_panic() {
    let code = encode_program(&PROGRAM.repeat(20).replace("/// script", "///"));
    let mut n_refused = 0;
    for seed in 0..2_000 {
        let mut dice = Dice(seed);
        let mut bytes = code.clone().into_bytes();
        for _ in 0..=dice.roll(3) {
            let idx = dice.roll(bytes.len() as u64) as usize;
            bytes[idx] = b"ABCxyz019-_=% "[dice.roll(14) as usize];
        }
        bytes.truncate(1 + dice.roll(bytes.len() as u64) as usize);
        n_refused += u32::from(decode_program(&String::from_utf8(bytes).expect("ascii")).is_err());
    }
    assert!(n_refused > 1_500, "{n_refused}");
}

fn check_refusal(slug: Option<&str>, query: &str, message: &str) {
    let error = parse(slug, query).map(|link| link.path()).unwrap_err();
    assert_eq!(error.to_string(), message, "{query}");
}

#[test]
fn refusals() {
    let names: Vec<&str> = SETTINGS.iter().map(|s| s.name).collect();
    let known = Some("two-counters");
    check_refusal(Some("three"), "", "there is no scenario `three`");
    check_refusal(known, "cores=0", "cores: `0` is out of range; allowed: 1 to 16");
    check_refusal(known, "cores=1&cores=2", "cores: given twice");
    check_refusal(known, "at=-1", "at: `-1` is not a whole number");
    check_refusal(
        known,
        "net_failures.example.com=2",
        "net_failures.example.com: `2` is out of range; allowed: 0 to 1",
    );
    check_refusal(
        known,
        "level=fine",
        "level: `fine` is not one of auto, kernel, line, op",
    );
    check_refusal(
        known,
        "schedule=a%20b",
        "schedule: character ' ' at 1 cannot occur in a schedule",
    );
    check_refusal(
        known,
        "code=AA",
        "code: a link has either a scenario or a program of its own",
    );
    check_refusal(
        None,
        "",
        "scenario: missing; give a scenario, a program (`code`) or a table (`table`)",
    );
    check_refusal(
        None,
        "code=*",
        "code: the program in this link is damaged; was the link cut off?",
    );
    check_refusal(
        known,
        "scenario=two-counters",
        &format!(
            "there is no parameter `scenario`; the parameters are scenario, code, table, {}, schedule, level, from_ns, to_ns, at, view",
            names.join(", ")
        ),
    );
    let bad_metadata = encode_program("# /// script\n# [tool.timeslice]\n# machine = { cores = 99 }\n# ///\n");
    let message = "line 3: cores: `99` is out of range; allowed: 1 to 16";
    check_refusal(None, &format!("code={bad_metadata}"), message);
}

#[test]
fn the_size_of_a_program_is_bounded() {
    let most = "#".repeat(SOURCE_BYTES_MAX);
    assert_eq!(decode_program(&encode_program(&most)), Ok(most.clone()));
    let message = "the program in this link has more than 65536 bytes, which is the most";
    assert_eq!(
        decode_program(&encode_program(&format!("{most}#"))),
        Err(message.to_owned())
    );
    let bomb = encode_program(&" ".repeat(1 << 26));
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    assert_eq!(decode_program(&bomb), Err(message.to_owned()));
    let not_text = BASE64.encode(miniz_oxide::deflate::compress_to_vec(b"\xff\xfe", 9));
    assert_eq!(
        decode_program(&not_text),
        Err("the program in this link is not UTF-8 text".to_owned())
    );
    let error = RunSpec::program(format!("{most}#")).map(|_| ()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "source: the program has 65537 bytes; 65536 is the most"
    );
}

const TABLE: &str = "[machine]\ncores = 2\n[[process]]\nname = \"A\"\nbursts = \"5ms cpu\"\naffinity = [1]\n";

#[test]
fn a_table_is_in_the_link_like_a_program() {
    let query = format!("table={}&policy=srtf&preset=ostep", encode_program(TABLE));
    let link = parse(None, &query).expect("it is valid");
    assert_eq!((link.spec.language, link.spec.machine.cores), (Language::Table, 2));
    assert_eq!(link.spec.file_name, "table.toml");
    // A preset comes first wherever it stands.
    assert_eq!(
        link.path(),
        format!("/run?table={}&preset=ostep&policy=srtf", encode_program(TABLE))
    );
    let again = parse(None, link.path().strip_prefix("/run?").expect("a run")).expect("it reads back");
    assert_eq!(again, link);
    let one_core = parse(None, &format!("{query}&cores=1")).expect("a valid link");
    let errors = one_core.spec.read_table().expect_err("A has no core");
    assert_eq!(
        errors[0].to_string(),
        "row 1, affinity: there is no core 1; the machine has core 0 only"
    );
    let bad = encode_program("[[process]]\nname = \"A\"\nbursts = 0\npriority = \"x\"\n");
    check_refusal(
        None,
        &format!("table={bad}"),
        "line 3: row 1, bursts: `0`: a burst must be longer than 0 (1 more)",
    );
    check_refusal(
        Some("two-counters"),
        &format!("table={bad}"),
        "table: a link has either a scenario or a table of its own",
    );
    check_refusal(
        None,
        "table=!",
        "table: the table in this link is damaged; was the link cut off?",
    );
}
