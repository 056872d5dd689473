//! Natives: the functions, methods and modules of the simulated interpreter that are written in Rust. One file a type
//! or module; each registers itself.

pub(crate) mod alias;
pub(crate) mod arguments;
pub(crate) mod builtins;
pub(crate) mod bytes;
pub(crate) mod class;
pub(crate) mod dict;
pub(crate) mod dict_view;
pub(crate) mod error;
pub(crate) mod exception;
pub(crate) mod exec;
pub(crate) mod files;
pub(crate) mod format;
pub(crate) mod frame;
pub(crate) mod function;
pub(crate) mod generator;
mod hash;
pub(crate) mod ipc;
pub(crate) mod iter;
pub(crate) mod list;
pub(crate) mod math;
pub(crate) mod native;
pub(crate) mod number;
pub(crate) mod object;
mod pickle;
pub(crate) mod protocol;
pub(crate) mod random;
pub(crate) mod range;
pub(crate) mod re;
pub(crate) mod repr;
pub(crate) mod set;
pub(crate) mod slow;
pub(crate) mod str;
pub(crate) mod suggest;
pub(crate) mod tuple;

mod network;
mod sys;
mod thread;
mod time;
mod timeslice;
mod traceback;
pub(crate) mod weakref;

use crate::vm::boot::{find_module, module_names};
use crate::vm::{Res, Vm};

/// Fills the namespaces of the built-in classes and of `builtins`.
pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    for register in [
        object::register,
        class::register,
        number::register,
        str::register,
        bytes::register,
        format::register,
        repr::register,
        list::register,
        tuple::register,
        dict::register,
        dict_view::register,
        set::register,
        range::register,
        iter::register,
        alias::register,
        frame::register,
        function::register,
        generator::register,
        exception::register,
        builtins::register,
        thread::register,
        weakref::register,
    ] {
        register(vm)?;
    }
    Ok(())
}

/// What can only be done when the prelude's slow paths are there.
pub(crate) fn after_boot(_vm: &mut Vm) -> Res<()> {
    Ok(())
}

type Load = fn(&mut Vm) -> Res<()>;

/// Native modules that are made when they are first imported.
const MODULES: &[(&str, Load)] = &[
    ("_ipc", ipc::load),
    ("_network", network::load),
    ("_pickle", pickle::load),
    ("_files", files::load),
    ("_hashlib", hash::load),
    ("_random", random::load),
    ("_re", re::load),
    ("_sys", sys::load),
    ("_thread_base", thread::load),
    ("_time", time::load),
    ("_timeslice", timeslice::load),
    ("_weakref", weakref::load),
    ("math", math::load),
];

/// Makes a native module if there is one of that name.
pub(crate) fn load_module(vm: &mut Vm, name: &str) -> Res<bool> {
    match MODULES.iter().find(|m| m.0 == name) {
        Some((_, load)) => load(vm).map(|()| true),
        None => Ok(false),
    }
}

/// Whether a program may import a module.
#[must_use]
pub fn is_importable(name: &str) -> bool {
    matches!(name, "builtins" | "__main__" | "os.path")
        || MODULES.iter().any(|m| m.0 == name)
        || find_module(name).is_some()
}

/// All modules that a program may import, without the private ones.
#[must_use]
pub fn importable_modules() -> Vec<&'static str> {
    let mut names: Vec<&str> = MODULES.iter().map(|m| m.0).chain(module_names()).collect();
    names.retain(|n| !n.split('.').any(|part| part.starts_with('_')));
    names.sort_unstable();
    names.dedup();
    names
}

/// What to use instead of a module that is not simulated.
#[must_use]
pub fn hint_for_module(name: &str) -> Option<String> {
    let top = name.split('.').next().unwrap_or(name);
    let known = match top {
        "subprocess" => Some("`time.sleep()` with the same duration shows the same waiting."),
        "aiofiles" | "aiosqlite" => Some("`asyncio.to_thread()` around the blocking call shows the same waiting."),
        "urllib3" | "pycurl" | "httplib2" | "grequests" => {
            Some("`requests` is simulated, and so are `aiohttp` and `httpx`.")
        }
        "websockets" | "websocket" | "grpc" | "ssl" | "ftplib" | "smtplib" | "paramiko" => {
            Some("`requests`, `urllib.request`, `aiohttp` and `httpx` reach simulated services.")
        }
        "flask" | "fastapi" | "django" | "uvicorn" | "starlette" => {
            Some("`http.server` is simulated, and `requests`, `aiohttp` and `httpx` get an answer from any URL.")
        }
        "numpy" | "pandas" | "scipy" => Some("plain lists and loops show what the scheduler does with the work."),
        "sqlite3" | "asyncpg" | "aiopg" | "pymysql" | "MySQLdb" | "mysql" | "sqlalchemy" => {
            Some("`psycopg2` and `psycopg` (version 3) reach a simulated database.")
        }
        "redis" | "pymongo" | "motor" | "boto3" | "kafka" | "pika" => {
            Some("`time.sleep()` (or `asyncio.sleep()`) with the request's latency shows the same waiting.")
        }
        "trio" | "anyio" | "curio" | "gevent" | "eventlet" | "uvloop" => Some("`asyncio` is simulated."),
        _ => None,
    };
    if let Some(hint) = known {
        return Some(hint.to_owned());
    }
    // A slip of the finger: the nearest name.
    importable_modules()
        .into_iter()
        .map(|m| (distance(m, name), m))
        .min()
        .filter(|&(d, _)| d <= 2)
        .map(|(_, m)| format!("did you mean `{m}`?"))
}

/// Edit distance, for near misses.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut previous = row[0];
        row[0] = i + 1;
        for (j, &cb) in b.iter().enumerate() {
            let substitute = previous + usize::from(ca != cb);
            previous = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(previous + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod programs;
