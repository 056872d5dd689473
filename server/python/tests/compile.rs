//! The compiler on whole programs: everything compiles, stack depths are consistent, nothing panics.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use timeslice_python::bytecode::{Code, Const, Opcode};
use timeslice_python::compiler::{Options, PyVersion, compile, stack_effect};

fn programs(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let entries = std::fs::read_dir(&root).expect("the folder is in the repository");
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("readable").path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "py"));
    paths.sort();
    assert!(!paths.is_empty(), "{} has programs", root.display());
    paths
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("readable")
}

fn version(version: PyVersion) -> Options {
    Options {
        version,
        ..Options::default()
    }
}

/// Walks all paths of a code object, exceptions included, and checks its stack depths and its indices.
fn verify(code: &Code, what: &str) {
    let mut depths: Vec<Option<u32>> = vec![None; code.instrs.len()];
    let mut deepest = 0;
    let mut work = vec![(0_usize, 0_u32)];
    while let Some((i, depth)) = work.pop() {
        let at = format!("{what}, {}, instruction {i}", code.qualname);
        assert!(i < code.instrs.len(), "{at}: control runs off the end");
        if let Some(known) = depths[i] {
            assert_eq!(known, depth, "{at}: two stack depths");
            continue;
        }
        depths[i] = Some(depth);
        deepest = deepest.max(depth);
        let (op, arg) = (code.instrs[i].op(), code.instrs[i].arg());
        if let Some(h) = code.handlers.iter().find(|h| (h.start..h.end).contains(&(i as u32))) {
            assert!(h.depth <= depth, "{at}: the handler wants more than there is");
            let entry = h.depth + 1 + u32::from(h.push_lasti);
            work.push((h.target as usize, entry));
        }
        match op {
            Opcode::LoadConst => assert!((arg as usize) < code.consts.len(), "{at}: no such constant"),
            Opcode::LoadFast | Opcode::StoreFast | Opcode::LoadDeref | Opcode::MakeCell => {
                assert!((arg as usize) < code.localsplus.len(), "{at}: no such local");
            }
            Opcode::LoadName | Opcode::LoadGlobal | Opcode::LoadAttr | Opcode::LoadMethod => {
                assert!((arg as usize) < code.names.len(), "{at}: no such name");
            }
            _ => {}
        }
        let step = |jump| {
            let (pops, pushes) = stack_effect(op, arg, jump);
            assert!(pops <= depth, "{at}: {} takes {pops} of {depth}", op.name());
            depth - pops + pushes
        };
        if timeslice_python::compiler::dis::is_jump(op) {
            let backward = matches!(op, Opcode::JumpBackward | Opcode::JumpBackwardNoInterrupt);
            assert_eq!(backward, arg as usize <= i, "{at}: {} to {arg}", op.name());
            work.push((arg as usize, step(true)));
        }
        let ends = matches!(
            op,
            Opcode::ReturnValue
                | Opcode::Reraise
                | Opcode::RaiseVarargs
                | Opcode::JumpForward
                | Opcode::JumpBackward
                | Opcode::JumpBackwardNoInterrupt
        );
        if !ends {
            deepest = deepest.max(step(false));
            work.push((i + 1, step(false)));
        }
    }
    assert_eq!(deepest, code.max_stack, "{what}, {}: max_stack", code.qualname);
    assert!(
        depths.iter().all(Option::is_some),
        "{what}, {}: unreachable instructions are removed",
        code.qualname
    );
    assert_eq!(
        code.positions.len(),
        code.instrs.len(),
        "{what}: one position per instruction"
    );
    for value in &code.consts {
        if let Const::Code(inner) = value {
            verify(inner, what);
        }
    }
}

fn check(source: &str, what: &str, options: &Options) -> Arc<Code> {
    match compile(source, what, options) {
        Ok(code) => {
            verify(&code, what);
            code
        }
        Err(errors) => panic!("{what}: {}", errors[0]),
    }
}

#[test]
fn the_conformance_programs_compile() {
    for path in programs("conformance").iter().chain(&programs("compiler")) {
        let name = path.file_name().expect("a file").to_string_lossy();
        for v in [PyVersion::V314, PyVersion::V312] {
            check(&read(path), &name, &version(v));
        }
    }
}

/// Set `PYTHON_SOURCES` to a folder to compile every file below it, such as an installed standard library.
#[test]
fn other_sources_compile() {
    let Some(root) = std::env::var_os("PYTHON_SOURCES") else {
        return;
    };
    let mut folders = vec![PathBuf::from(root)];
    let options = Options {
        max_source: 16 << 20,
        ..version(PyVersion::V314)
    };
    let mut bytes = 0;
    let mut refused = Vec::new();
    let mut seconds = 0.0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "py") {
                let Ok(source) = std::fs::read_to_string(&path) else {
                    continue;
                };
                bytes += source.len();
                let start = std::time::Instant::now();
                let result = compile(&source, "x", &options);
                seconds += start.elapsed().as_secs_f64();
                match result {
                    Ok(code) => verify(&code, &path.to_string_lossy()),
                    Err(errors) => refused.push(format!("{}:{}", path.display(), errors[0])),
                }
            }
        }
    }
    #[expect(clippy::print_stderr, reason = "a tool, run by hand")]
    {
        eprintln!(
            "{bytes} bytes in {seconds:.2} s, refused {}: {refused:#?}",
            refused.len()
        );
    }
}
