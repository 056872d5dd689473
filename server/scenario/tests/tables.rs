//! Workload tables: what is refused and with which words, what is read and written back, and what random ones are.

use timeslice_kernel::{Budget, Ending};
use timeslice_scenario::Table;
use timeslice_scenario::settings::POLICIES;
use timeslice_scenario::table::{self, CellError, ROWS_MAX, TABLE_BUDGET, parse, paste};

fn words(errors: &[CellError]) -> Vec<String> {
    errors.iter().map(ToString::to_string).collect()
}

fn check_refusal(text: &str, expect: &[&str]) {
    let errors = parse(text).map(|table| table.text()).expect_err(text);
    assert_eq!(words(&errors), expect, "{text}");
}

/// A process `A` with `cells`, after `machine`.
fn check_cell(cells: &str, expect: &str) {
    let text = format!("[[process]]\nname = \"A\"\nbursts = \"5ms\"\n{cells}\n");
    check_refusal(&text, &[&format!("line 4: row 1, {expect}")]);
}

fn check_bursts(bursts: &str, expect: &str) {
    let text = format!("[[process]]\nname = \"A\"\nbursts = {bursts}\n");
    check_refusal(&text, &[&format!("line 3: row 1, bursts: {expect}")]);
}

#[test]
fn bad_cells_are_named_with_the_reason() {
    check_cell("arrival = -3", "arrival: `-3` is negative; times count from 0");
    check_cell("arrival = \"-3ms\"", "arrival: `-3ms` is negative; times count from 0");
    check_cell(
        "arrival = \"soon\"",
        "arrival: `soon` is not a unit of time; use ns, us, ms or s",
    );
    check_cell(
        "arrival = \"2h\"",
        "arrival: `h` is not a unit of time; use ns, us, ms or s",
    );
    check_cell(
        "arrival = 99999999999999",
        "arrival: `99999999999999` is too long; the longest is 3600s",
    );
    check_cell(
        "arrival = \"4000s\"",
        "arrival: `4000s` is too long; the longest is 3600s",
    );
    check_cell("arrival = true", "arrival: a boolean is neither a number nor a text");
    check_cell(
        "priority = \"high\"",
        "priority: `high` is not a whole number; allowed: -1000000 to 1000000",
    );
    check_cell(
        "priority = 9223372036854775807",
        "priority: `9223372036854775807` is out of range; allowed: -1000000 to 1000000",
    );
    check_cell("nice = 20", "nice: `20` is out of range; allowed: -20 to 19");
    check_cell("tickets = 0", "tickets: `0` is out of range; allowed: 1 to 1000000");
    check_cell("tickets = -5", "tickets: `-5` is out of range; allowed: 1 to 1000000");
    check_cell("repeat = 0", "repeat: `0` is out of range; allowed: 1 to 100000");
    check_cell("period = 0", "period: `0` is too short; the shortest is 10us");
    check_cell("deadline = 0", "deadline: it must be longer than 0");
    check_cell("slice = \"0ms\"", "slice: it must be longer than 0");
    check_cell(
        "affinity = [1]",
        "affinity: there is no core 1; the machine has core 0 only",
    );
    check_cell("affinity = []", "affinity: a process needs at least one core");
    check_cell(
        "affinity = [-1]",
        "affinity: `-1` is not a core; cores are numbered from 0",
    );
    check_cell(
        "affinity = \"all\"",
        "affinity: `all` is not a core; cores are numbered from 0",
    );
    check_cell(
        "colour = 3",
        "colour: there is no such column; the columns are name, arrival, bursts, repeat, priority, nice, tickets, slice, \
         period, deadline, affinity, working_set",
    );
}

#[test]
fn bad_bursts_are_named_with_the_reason() {
    check_bursts("0", "`0`: a burst must be longer than 0");
    check_bursts("-2", "`-2` is negative; times count from 0");
    check_bursts("\"\"", "a process needs a burst, such as 5ms cpu");
    check_bursts("[]", "a process needs a burst, such as 5ms cpu");
    check_bursts("[\"5ms cpu\", \"\"]", "an empty entry in the list");
    check_bursts(
        "[\"3ms io\"]",
        "the first burst is cpu: a process needs a core to ask for I/O",
    );
    check_bursts("[\"5ms disk\"]", "`disk` is not a unit of time; use ns, us, ms or s");
    check_bursts("\"cpu\"", "the last burst has no length");
    check_bursts("\"ms 5\"", "`ms` stands alone; write a length such as 4ms");
    check_bursts(
        "1e300",
        "`1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000` is too long; the longest is 3600s",
    );
    check_bursts("nan", "`NaN` is not a unit of time; use ns, us, ms or s");
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    check_refusal(
        "[machine]\ncores = 99\npolicy = \"best\"\n\n[[process]]\nname = \"A\"\n\n[[process]]\nname = \"A\"\nbursts = -1\nnice = 99\n\n\
         [[process]]\nbursts = 3\n",
        &[
            "line 2: machine.cores: `99` is out of range; allowed: 1 to 16",
            "line 3: machine.policy: `best` is not one of fcfs, sjf, srtf, rr, priority, hrrn, feedback, mlfq, lottery, stride, \
             cfs, eevdf, edf, rm, fp",
            "line 6: row 1, bursts: missing: a process needs a burst, such as 5ms cpu",
            "line 10: row 2, bursts: `-1` is negative; times count from 0",
            "line 11: row 2, nice: `99` is out of range; allowed: -20 to 19",
            "line 9: row 2, name: `A` is already the name of row 1",
            "line 14: row 3, name: missing: a process needs a name",
        ],
    );
    check_refusal(
        "",
        &["rows: the table has no process; write [[process]] with a name and bursts"],
    );
    check_refusal(
        "horizon = 0\n[generate]\nn = 0\nsize = 3\n",
        &[
            "line 1: horizon: it must be longer than 0",
            "line 3: generate.n: `0` is out of range; allowed: 1 to 100000",
            "line 4: generate.size: there is no such key; the keys are n, seed, name, step, arrival, gap, cpu, io, bursts, \
             priority, nice, tickets, period, utilisation",
        ],
    );
    check_refusal(
        "process = 3\n",
        &["line 1: table: invalid type: integer `3`, expected a sequence"],
    );
    check_refusal("[[process]\n", &["line 1: table: unclosed array table, expected `]`"]);
    let many: String = (0..500)
        .map(|n| format!("[[process]]\nname = \"P{n}\"\nbursts = 0\n"))
        .collect();
    let errors = parse(&many).expect_err("every row is wrong");
    assert_eq!(errors.len(), 101);
    assert_eq!(
        errors.last().map(ToString::to_string).as_deref(),
        Some("table: and more; these are the first")
    );
}

#[test]
fn what_is_too_much_is_refused_before_it_is_built() {
    let rows = |n: usize| -> String {
        (0..n)
            .map(|n| format!("[[process]]\nname = \"P{n}\"\nbursts = 1\n"))
            .collect()
    };
    let errors = parse(&rows(1_000_000)).expect_err("a million rows");
    assert_eq!(
        words(&errors),
        ["table: the table has 39888890 bytes, about 1000000 rows; 8388608 bytes and 100000 rows are the most"]
    );
    check_refusal(&rows(ROWS_MAX + 1), &["rows: 100001 processes; 100000 is the most"]);
    let lines: String = (0..ROWS_MAX + 1).map(|n| format!("P{n},0,1\n")).collect();
    let errors = paste(&format!("name,arrival,burst\n{lines}")).expect_err("too many");
    assert_eq!(words(&errors), ["rows: 100001 processes; 100000 is the most"]);
    check_refusal(
        "[[process]]\nname = \"A\"\nbursts = [1, 1, 1]\nrepeat = 100000\n[[process]]\nname = \"B\"\nbursts = [1, 1, 1, 1, 1, 1, 1, 1, 1]\nrepeat = 100000\n",
        &["row 2, repeat: with this row the table has 1200000 bursts; 1000000 is the most"],
    );
    check_refusal(
        "horizon = \"3600s\"\n[[process]]\nname = \"A\"\nbursts = \"1us\"\nperiod = \"10us\"\n",
        &["row 1, repeat: with this row the table has 360000000 bursts; 1000000 is the most"],
    );
    check_refusal(
        "[generate]\nn = 100000\n[[process]]\nname = \"A\"\nbursts = 1\n",
        &["rows: 100001 processes; 100000 is the most"],
    );
}

fn read(text: &str) -> Table {
    parse(text).unwrap_or_else(|errors| panic!("{text}: {:?}", words(&errors)))
}

/// What a table is in the end: `name arrival bursts`, by row.
fn rows(table: &Table) -> Vec<String> {
    let row = |process: table::Process| {
        let mut cells = process.cells();
        let first = ["name", "arrival", "bursts"].map(|column| cells.remove(column).unwrap_or_default());
        let rest: Vec<String> = cells.iter().map(|(column, text)| format!(" {column}={text}")).collect();
        first.join(" | ") + &rest.join("")
    };
    table.all().into_iter().map(row).collect()
}

#[test]
fn cells_can_be_written_in_many_ways() {
    let bursts = |text: &str| rows(&read(&format!("[[process]]\nname = \"A\"\nbursts = {text}\n")))[0].clone();
    assert_eq!(bursts("24"), "A | 0 | 24ms cpu");
    assert_eq!(bursts("0.5"), "A | 0 | 500us cpu");
    assert_eq!(bursts("[5, 3, 2]"), "A | 0 | 5ms cpu, 3ms io, 2ms cpu");
    assert_eq!(bursts("[\"5ms cpu\", \"3ms io\"]"), "A | 0 | 5ms cpu, 3ms io");
    assert_eq!(bursts("\"5 cpu 3 io 2 cpu\""), "A | 0 | 5ms cpu, 3ms io, 2ms cpu");
    assert_eq!(
        bursts("\"cpu 5 ms; I/O 3us; CPU 1s\""),
        "A | 0 | 5ms cpu, 3us io, 1s cpu"
    );
    assert_eq!(bursts("[\"2ms cpu\", \"3ms cpu\"]"), "A | 0 | 5ms cpu");
}

#[test]
fn what_is_written_reads_back() {
    let texts = [
        "[[process]]\nname = \"A\"\nbursts = 3\n",
        "title = \"A \\\"title\\\"\"\nnotes = \"two\\nlines \\\\ \\\"\\\"\\\" end\\n\"\nconcepts = [\"a\", \"b\"]\nchapter = 3\norder = 4\nhorizon = \"1s\"\n\
         [machine]\ncores = 4\npreset = \"ostep\"\npolicy = \"mlfq\"\ntie = \"queue\"\nseed = 7\n\
         [generate]\nn = 3\ngap = \"about 5ms\"\ncpu = \"1ms to 8ms\"\nbursts = \"1 to 3\"\npriority = \"1 to 5\"\n\
         [expect]\noutcome = \"finishes\"\n[[expect.claims]]\nset = { policy = \"sjf\" }\nmean_waiting = \"3ms\"\nmisses = 0\norder = \"A B\"\n\
         [[process]]\nname = \"ä, \\\"b\\\"\"\narrival = \"1.5ms\"\nbursts = [\"5ms\", \"3ms\"]\nrepeat = 4\npriority = -3\nnice = 5\ntickets = 9\n\
         slice = \"100us\"\naffinity = [3, 1, 1]\nworking_set = 50\n\
         [[process]]\nname = \"T\"\nbursts = 2\nperiod = 10\ndeadline = 8\n",
    ];
    for text in texts {
        let table = read(text);
        let canonical = table.text();
        assert_eq!(read(&canonical), table, "{canonical}");
        assert_eq!(read(&canonical).text(), canonical);
    }
}

#[test]
fn cells_can_be_pasted_from_a_spreadsheet() {
    let expect = [
        "P1 | 0 | 5ms cpu priority=2",
        "P2 | 1ms | 3ms cpu, 2ms io, 1ms cpu priority=1",
    ];
    for text in [
        "Process\tArrival Time\tBurst Time (ms)\tPriority\nP1\t0\t5\t2\nP2\t1\t3 2 1\t1\n",
        "process,arrival,burst,priority\r\nP1,0,5,2\r\nP2,1,\"3, 2, 1\",1\r\n",
        "PID;Arrival;CPU time;Prio\nP1;0;5;2\n\nP2;1;3ms cpu 2ms io 1ms cpu;1",
    ] {
        assert_eq!(rows(&read(text)), expect, "{text}");
    }
    let table = read("name,burst\nA,3\nB,4\n");
    assert_eq!(table.tabbed(), "name\tarrival\tbursts\nA\t0\t3ms cpu\nB\t0\t4ms cpu\n");
    assert_eq!(read(&table.tabbed()), table);
    check_refusal(
        "name,burst,colour,burst\nA,3,red\nA,x,,1,9\n",
        &[
            "line 1: header: `colour` is no column; the columns are name, arrival, bursts, repeat, priority, nice, tickets, \
             slice, period, deadline, affinity, working_set",
            "line 1: header: `burst` stands there twice",
            "line 3: row 2, row: 5 cells, and the header has 4",
            "line 3: row 2, bursts: `x` is not a unit of time; use ns, us, ms or s",
            "line 3: row 2, name: `A` is already the name of row 1",
        ],
    );
    assert_eq!(
        words(&paste("").expect_err("nothing")),
        ["header: there is nothing; the first line names the columns, such as name, arrival, bursts"]
    );
}

#[test]
fn the_same_seed_makes_the_same_processes() {
    let text = |seed: u64| {
        format!(
            "[machine]\nseed = {seed}\n[generate]\nn = 4\ngap = \"about 4ms\"\ncpu = \"1ms to 9ms\"\nbursts = \"1 to 2\"\npriority = \"1 to 3\"\n"
        )
    };
    let expect = [
        "P1 | 0 | 6ms cpu priority=2",
        "P2 | 8ms | 6ms cpu, 9ms io, 2ms cpu priority=1",
        "P3 | 10ms | 1ms cpu, 10ms io, 6ms cpu priority=2",
        "P4 | 14ms | 5ms cpu priority=2",
    ];
    assert_eq!(rows(&read(&text(1))), expect);
    assert_ne!(rows(&read(&text(2))), expect);
    let fixed = text(5).replace("n = 4", "n = 4\nseed = 1");
    assert_eq!(rows(&read(&fixed)), expect, "a seed of its own wins");
    // Names that are taken are left out.
    let beside = format!("{}[[process]]\nname = \"P2\"\nbursts = 1\n", text(1));
    let names: Vec<String> = read(&beside).all().into_iter().map(|process| process.name).collect();
    assert_eq!(names, ["P2", "P1", "P3", "P4", "P5"]);
}

#[test]
fn random_times_have_the_means_they_should() {
    let table = read("[generate]\nn = 20000\nstep = \"1us\"\ngap = \"about 4ms\"\ncpu = \"2ms to 6ms\"\n");
    let all = table.all();
    let mean_gap = all.last().expect("there are some").arrival_ns as f64 / 19_999.0 / 1e6;
    assert!((mean_gap - 4.0).abs() < 0.1, "{mean_gap}");
    let table = read("[generate]\nn = 50\nperiod = \"20ms to 200ms\"\nutilisation = 0.7\n");
    let load = |process: &table::Process| match process.bursts[..] {
        [timeslice_kernel::bursts::Burst::Cpu(ns)] => ns as f64 / process.period_ns.expect("it is periodic") as f64,
        _ => panic!("one burst"),
    };
    let sum: f64 = table.all().iter().map(load).sum();
    assert!((sum - 0.7).abs() < 0.005, "{sum}");
}

#[test]
fn affinities_that_go_in_a_circle_finish() {
    let text = "[machine]\ncores = 3\n\
        [[process]]\nname = \"A\"\nbursts = [3, 1, 3]\nrepeat = 5\naffinity = [0, 1]\n\
        [[process]]\nname = \"B\"\nbursts = [3, 1, 3]\nrepeat = 5\naffinity = [1, 2]\n\
        [[process]]\nname = \"C\"\nbursts = [3, 1, 3]\nrepeat = 5\naffinity = [2, 0]\n\
        [[process]]\nname = \"D\"\nbursts = [3, 1, 3]\nrepeat = 5\naffinity = [0]\n";
    for (kind, ..) in POLICIES {
        let policy = kind.name();
        for placement in ["shared", "per_core", "linux", "partitioned"] {
            let mut table = read(text);
            table.machine.set("policy", policy).expect("it is one");
            table.machine.set("placement", placement).expect("it is one");
            let (ending, report, bars) = table.result(TABLE_BUDGET, &mut || false);
            assert_eq!(ending, Some(Ending::Finished), "{policy} {placement}");
            let allowed = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 0), (3, 0)];
            let strayed = bars.iter().find(|bar| !allowed.contains(&(bar.0, bar.1)));
            assert_eq!(strayed, None, "{policy} {placement}");
            assert!(
                report.processes.iter().all(|process| process.cpu_ns == 30_000_000),
                "{policy} {placement}"
            );
        }
    }
}

#[test]
fn a_machine_with_fewer_cores_keeps_what_is_left_of_an_affinity() {
    let table = read(
        "[machine]\ncores = 4\n[[process]]\nname = \"A\"\nbursts = 3\naffinity = [0, 3]\n[[process]]\nname = \"B\"\nbursts = 3\naffinity = [2]\n",
    );
    let mut machine = table.machine.clone();
    machine.set("cores", "3").expect("it is valid");
    let fewer = table.clone().on(machine.clone()).expect("both have a core");
    assert_eq!(fewer.processes[0].affinity, Some(vec![0]));
    machine.set("cores", "2").expect("it is valid");
    let errors = table.on(machine).expect_err("B has none");
    assert_eq!(
        words(&errors),
        ["row 2, affinity: there is no core 2; the machine has cores 0 to 1"]
    );
}

#[test]
fn more_than_there_is_misses_deadlines_and_says_so() {
    let table = read(
        "[machine]\npolicy = \"edf\"\n[[process]]\nname = \"A\"\nbursts = 5\nperiod = 8\n[[process]]\nname = \"B\"\nbursts = 6\nperiod = 10\n",
    );
    assert_eq!(
        table.remarks(),
        ["The periodic processes need 122.5 % of one core: whatever the policy, deadlines will be missed."]
    );
    assert_eq!(table.horizon_ns(), 40_000_000);
    let (ending, report, _) = table.result(TABLE_BUDGET, &mut || false);
    assert_eq!(ending, Some(Ending::Finished));
    assert!(report.misses > 0);
    assert_eq!(report.processes[0].jobs.len(), 5);
    let hopeless = read("[[process]]\nname = \"A\"\nbursts = 5\nperiod = 8\ndeadline = 4\n");
    assert_eq!(
        hopeless.remarks(),
        ["A needs more CPU time than it has until its deadline."]
    );
}

/// Periods without a common measure: the horizon is bounded, not their least common multiple.
#[test]
fn the_horizon_is_bounded() {
    let table = read(
        "[[process]]\nname = \"A\"\nbursts = 1\nperiod = \"9.999991ms\"\n[[process]]\nname = \"B\"\nbursts = 1\nperiod = \"7.919ms\"\n",
    );
    let n_jobs: u32 = table.rows().iter().map(|row| row.sched.jobs).sum();
    assert!(n_jobs <= 1_010, "{n_jobs}");
}

#[test]
fn a_run_ends_whatever_is_asked_of_it() {
    let endless =
        read("[[process]]\nname = \"A\"\nbursts = \"3600s\"\nrepeat = 100000\n[[process]]\nname = \"B\"\nbursts = 1\n");
    let (ending, ..) = endless.result(TABLE_BUDGET, &mut || false);
    let Some(Ending::Limit(limit)) = ending else {
        panic!("{ending:?}")
    };
    assert_eq!(limit.name, "time_ns");
    let mut many = read("[machine]\npolicy = \"rr\"\nquantum = \"10us\"\n[generate]\nn = 100000\n");
    let (ending, ..) = many.result(TABLE_BUDGET, &mut || false);
    let Some(Ending::Limit(limit)) = ending else {
        panic!("{ending:?}")
    };
    assert_eq!(limit.name, "threads");
    many.machine.cores = 16;
    let (ending, ..) = many.result(
        Budget {
            threads: 200_000,
            ..TABLE_BUDGET
        },
        &mut || false,
    );
    let Some(Ending::Limit(limit)) = ending else {
        panic!("{ending:?}")
    };
    assert_eq!(limit.name, "events");
}
