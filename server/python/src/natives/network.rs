//! The module `_network`: what the clients of the library (`requests`, `aiohttp`, `socket` and others) do on the
//! simulated network. Each exchange either makes the thread wait or, with a selector, comes back at once.
//!
//! `selector` is a number of `_timeslice.new_selector` or None, `token` what `select` gives back with the answer,
//! `timeout` seconds or None, or a pair of them: to connect, to get the answer. Answers are as [`Vm::answer_value`] describes them.

use crate::exchange::{Ask, Exchange};
use crate::sync::Wait;
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeFn, NativeResult, Out, Res, Vm};
use timeslice_services::http::{Request, wire};

/// The module.
pub(crate) fn load(vm: &mut Vm) -> Res<()> {
    let d = vm.new_dict()?;
    let shaped: &[(&'static str, &'static str, NativeFn)] = &[
        ("connect", "vvvvv", connect),
        ("http", "vvvvvvvvll", http),
        ("more", "vvvvvv", more),
        ("sql_connect", "vvvvvv", sql_connect),
        ("sql", "vvvvvvvv", sql),
        ("sql_close", "v", sql_close),
        ("abandon", "vv", abandon),
        ("resolve", "n", resolve),
        ("parse_request", "vnn", parse_request),
    ];
    for &(name, shape, f) in shaped {
        vm.private_function(d, name, shape, f)?;
    }
    vm.constant(d, "FIRST_FLIGHT", Value::int(crate::exchange::FIRST_FLIGHT as i64))?;
    let m = vm.new_module("_network", d)?;
    vm.drop(m);
    vm.drop(d);
    Ok(())
}

fn text(vm: &Vm, v: Value) -> String {
    vm.as_str(v).unwrap_or_default().to_owned()
}

fn port(vm: &Vm, v: Value) -> u16 {
    vm.as_i64(v).and_then(|port| u16::try_from(port).ok()).unwrap_or(0)
}

/// `selector, token, timeout` and what is exchanged.
fn exchange(vm: &mut Vm, args: &[Value], what: String, host: String, port: u16, ask: Ask) -> NativeResult {
    let selector = match args[0] {
        v if v.is_none() => None,
        v => Some((super::timeslice::selector(vm, v)?, vm.own(args[1]))),
    };
    let limits = vm.plain_items(args[2]).unwrap_or_else(|| vec![args[2], args[2]]);
    let ns = |i: usize| {
        let seconds = vm.as_number(*limits.get(i)?)?;
        Some((seconds.clamp(0.0, 1e9) * 1e9) as u64)
    };
    let (connect_ns, timeout_ns) = (ns(0), ns(1));
    if selector.is_none() {
        vm.note_blocking_call(&what);
    }
    vm.charge(EXCHANGE_NS);
    Ok(Out::Wait(Wait::Exchange(Box::new(Exchange {
        what,
        host,
        port,
        ask,
        connect_ns,
        timeout_ns,
        selector,
        since_ns: None,
    }))))
}

/// What sending costs the client: system calls and copying.
const EXCHANGE_NS: u64 = 15_000;

/// `connect(selector, token, timeout, host, port)`
fn connect(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.args;
    let (host, port) = (text(vm, a[3]), port(vm, a[4]));
    exchange(vm, a, format!("connect {host}:{port}"), host, port, Ask::Connect)
}

/// `more(selector, token, timeout, host, port, n)`: `n` more bytes of a body come in.
fn more(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.args;
    let (host, port) = (text(vm, a[3]), port(vm, a[4]));
    let n = vm.as_i64(a[5]).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    exchange(vm, a, format!("{n} bytes from {host}"), host, port, Ask::More(n))
}

/// `http(selector, token, timeout, scheme, netloc, port, method, target, headers, body)`: `headers` are pairs, `body`
/// is a list of one bytes object or none.
fn http(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.args;
    let netloc = text(vm, a[4]);
    let host = netloc.rsplit_once(':').map_or(netloc.as_str(), |(host, _)| host);
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let port = port(vm, a[5]);
    let mut headers = Vec::new();
    for pair in vm.plain_items(a[8]).unwrap_or_default() {
        let pair = vm.plain_items(pair).unwrap_or_default();
        if let [name, value] = pair[..] {
            headers.push((text(vm, name), text(vm, value)));
        }
    }
    let body = vm.plain_items(a[9]).unwrap_or_default();
    let body = body.first().and_then(|&v| vm.as_bytes(v)).unwrap_or_default().to_vec();
    let request = Request {
        method: text(vm, a[6]),
        scheme: text(vm, a[3]),
        target: text(vm, a[7]),
        headers,
        body,
        now_s: now_s(vm),
        host: netloc,
    };
    vm.charge(request.body.len() as u64 / 4);
    let what = format!("{} {host}{}", request.method, request.path());
    exchange(vm, a, what, host, port, Ask::Http(Box::new(request)))
}

/// `sql_connect(selector, token, timeout, host, port, database)`: a session.
fn sql_connect(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.args;
    let (host, port, database) = (text(vm, a[3]), port(vm, a[4]), text(vm, a[5]));
    exchange(
        vm,
        a,
        format!("connect to {host}"),
        host,
        port,
        Ask::SqlConnect { database },
    )
}

/// `sql(selector, token, timeout, host, port, session, text, begins)`: statements of a session.
fn sql(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.args;
    let (host, port) = (text(vm, a[3]), port(vm, a[4]));
    let session = vm.as_i64(a[5]).and_then(|id| u64::try_from(id).ok()).unwrap_or(0);
    let (statement, begins) = (text(vm, a[6]), vm.truth_fast(a[7]).unwrap_or(false));
    let shown: Vec<&str> = statement.split_whitespace().collect();
    let ask = Ask::Sql {
        session,
        text: statement.clone(),
        begins,
    };
    exchange(vm, a, shown.join(" "), host, port, ask)
}

/// `sql_close(session)`
fn sql_close(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let session = vm
        .as_i64(args.args[0])
        .and_then(|id| u64::try_from(id).ok())
        .unwrap_or(0);
    Ok(Out::Wait(Wait::Exchange(Box::new(Exchange {
        what: String::new(),
        host: String::new(),
        port: 0,
        ask: Ask::SqlClose(session),
        connect_ns: None,
        timeout_ns: None,
        selector: None,
        since_ns: None,
    }))))
}

fn now_s(vm: &Vm) -> u64 {
    (vm.epoch_ns + vm.clock_ps / 1000) / 1_000_000_000
}

/// `abandon(selector, token)`: the answer for `token` is of no interest any more.
fn abandon(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let s = super::timeslice::selector(vm, args.args[0])? as usize;
    let requests = std::mem::take(&mut vm.selectors[s].requests);
    let (gone, kept): (Vec<_>, Vec<_>) = requests.into_iter().partition(|r| r.token == args.args[1]);
    vm.selectors[s].requests = kept;
    for request in gone {
        vm.drop(request.token);
    }
    done(Value::NONE)
}

/// `resolve(host)`: its IPv4 address as text, or None.
fn resolve(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let host = text(vm, args.args[0]);
    match timeslice_services::hosts::address(&host) {
        Some(address) => done(vm.new_str(&address)?),
        None => done(Value::NONE),
    }
}

/// `parse_request(data, host, scheme)`: the HTTP request at the beginning of `data`: `(method, target, headers, body,
/// length)`; None: there must come more; False: it is none.
fn parse_request(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.args;
    let data = vm.as_bytes(a[0]).unwrap_or_default().to_vec();
    let (host, scheme) = (text(vm, a[1]), text(vm, a[2]));
    match wire::parse(&data, &host, &scheme, 0) {
        Ok(None) => done(Value::NONE),
        Err(_) => done(Value::FALSE),
        Ok(Some((request, length))) => {
            let mut headers = Vec::with_capacity(request.headers.len());
            for (name, value) in &request.headers {
                let pair = [vm.new_str(name)?, vm.new_str(value)?];
                headers.push(vm.new_tuple(&pair)?);
            }
            let items = [
                vm.new_str(&request.method)?,
                vm.new_str(&request.target)?,
                vm.new_list(&headers)?,
                vm.new_bytes(&request.body)?,
                Value::int(length as i64),
            ];
            done(vm.new_tuple(&items)?)
        }
    }
}
