use timeslice_kernel::*; use timeslice_python::*; use timeslice_trace::*;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let trace = std::env::args().nth(2).is_some();
    let src = std::fs::read_to_string(&path).unwrap();
    let c = match compile_program(&src, &path, PyVersion::V314) { Ok(c)=>c, Err(e)=>{ for d in e { eprintln!("{}:{}: {}", d.line, d.col, d.message);} std::process::exit(2);} };
    let mut p = PythonProgram::new(&c, PythonConfig { lines: trace, ..Default::default() }, Budget::LOCAL).unwrap();
    let mut m = Machine::new(MachineConfig::realistic(2), Budget::LOCAL);
    let mut r = Recorder::new(Level::Line);
    let t = std::time::Instant::now();
    let out = m.run(&mut p, &mut SeededChooser::new(42), &mut r);
    let dt = t.elapsed();
    for s in &r.steps { if let Event::Output{stream, text} = &s.event { if *stream==Stream::Stdout {print!("{text}")} else {eprint!("{text}")} } }
    if trace { eprintln!("{}", timeline(&r.steps)); }
    if std::env::var("T").is_ok() { eprintln!("{:?} instr {} virtual {} host {:?}", out, p.instructions(), m.time_ns(), dt); }
    std::process::exit(p.exit_status());
}
