//! The module `_files`: the file system under `open`, `os` and `pathlib`. Paths are absolute and normal; the prelude
//! makes them so.

use super::arguments::{clamped, int_arg};
use crate::files::{Errno, OpenFlags, strerror};
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Res, Vm};

/// A call into the kernel that finds everything in memory.
const CALL_NS: u64 = 1_200;
/// What a byte costs on its way, in picoseconds: some 5 GB/s.
const BYTE_PS: u64 = 200;

/// The module.
pub(crate) fn load(vm: &mut Vm) -> Res<()> {
    let d = vm.new_dict()?;
    let functions: &[(&'static str, crate::vm::NativeFn)] = &[
        ("open", open),
        ("read", read),
        ("write", write),
        ("truncate", truncate),
        ("size", size),
        ("stat", stat),
        ("listdir", listdir),
        ("mkdir", |vm, args| {
            let now = now_ns(vm);
            change(vm, args, "mkdir", move |fs, path| fs.mkdir(path, now))
        }),
        ("rmdir", |vm, args| change(vm, args, "rmdir", |fs, path| fs.rmdir(path))),
        ("unlink", |vm, args| {
            change(vm, args, "unlink", |fs, path| fs.unlink(path))
        }),
        ("rename", rename),
        ("syscall", syscall),
    ];
    for &(name, f) in functions {
        vm.function(d, name, f)?;
    }
    let home = vm.new_str(crate::files::HOME)?;
    vm.constant(d, "HOME", home)?;
    let m = vm.new_module("_files", d)?;
    vm.drop(m);
    vm.drop(d);
    Ok(())
}

fn now_ns(vm: &Vm) -> u64 {
    vm.epoch_ns + vm.clock_ps / 1000
}

fn path_of(vm: &mut Vm, v: Value) -> Res<String> {
    match vm.as_str(v) {
        Some(s) => Ok(s.to_owned()),
        None => Err(vm.type_error("a path is a str")),
    }
}

/// The result of an operation on a path that the program wrote as `shown`.
fn checked<T>(vm: &mut Vm, result: Result<T, Errno>, shown: &[Value]) -> Res<T> {
    let e = match result {
        Ok(v) => return Ok(v),
        Err(e) => e,
    };
    let text = vm.new_str(strerror(e))?;
    let mut args = vec![Value::int(e.0), text];
    for (i, &v) in shown.iter().enumerate() {
        if i == 1 {
            args.push(Value::NONE);
        }
        args.push(vm.own(v));
    }
    let class = vm.exc(Exc::OSError);
    let mut all = vec![class];
    all.extend_from_slice(&args);
    let made = super::exception::new_os_error(vm, Args { args: &all, kw: &[] });
    vm.drop_all(&args);
    match made? {
        Out::Value(exc) => Err(crate::vm::Raised(exc)),
        _ => unreachable!("an OSError is made at once"),
    }
}

fn inode_of(vm: &mut Vm, v: Value) -> Res<u64> {
    Ok(u64::try_from(int_arg(vm, v)?).unwrap_or(0))
}

/// `open(path, flags, shown)`: the inode.
fn open(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "open", 3, 3)?;
    let (path, flags) = (path_of(vm, a[0])?, OpenFlags(int_arg(vm, a[1])?));
    let now = now_ns(vm);
    let result = vm.files.get().open(&path, flags, now);
    let inode = checked(vm, result, &[a[2]])?;
    done(Value::int(inode as i64))
}

/// `read(inode, at, n)`: bytes.
fn read(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "read", 3, 3)?;
    let (inode, at) = (inode_of(vm, a[0])?, inode_of(vm, a[1])?);
    let n = usize::try_from(int_arg(vm, a[2])?).unwrap_or(usize::MAX);
    let data = vm.files.get().read(inode, at, n);
    vm.charge(data.len() as u64 * BYTE_PS / 1000);
    vm.new_bytes(&data).map(Into::into)
}

/// `write(inode, at or None for the end, data)`: the position after it.
fn write(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "write", 3, 3)?;
    let inode = inode_of(vm, a[0])?;
    let at = clamped(vm, a[1]).and_then(|at| u64::try_from(at).ok());
    let Some(data) = vm.as_bytes(a[2]).map(<[u8]>::to_vec) else {
        return Err(vm.type_error("a bytes-like object is required"));
    };
    vm.charge(data.len() as u64 * BYTE_PS / 1000);
    let now = now_ns(vm);
    let result = vm.files.get().write(inode, at, &data, now);
    let end = checked(vm, result, &[])?;
    vm.new_int(end as i64).map(Into::into)
}

/// `truncate(inode, size)`
fn truncate(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "truncate", 2, 2)?;
    let (inode, size) = (inode_of(vm, a[0])?, inode_of(vm, a[1])?);
    let now = now_ns(vm);
    let result = vm.files.get().truncate(inode, size, now);
    checked(vm, result, &[])?;
    done(Value::NONE)
}

/// `size(inode)`
fn size(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "size", 1, 1)?;
    let inode = inode_of(vm, a[0])?;
    let n = vm.files.get().size(inode);
    vm.new_int(n as i64).map(Into::into)
}

/// `stat(path, shown)`: (mode, inode, size, time of the last change in ns).
fn stat(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "stat", 2, 2)?;
    let path = path_of(vm, a[0])?;
    let result = vm.files.get().stat(&path);
    let s = checked(vm, result, &[a[1]])?;
    debug_assert_eq!(s.is_dir, s.mode & 0o170_000 == 0o040_000, "the mode tells what it is");
    let time = vm.new_int(s.modified_ns as i64)?;
    let size = vm.new_int(s.size as i64)?;
    done(vm.new_tuple(&[Value::int(i64::from(s.mode)), Value::int(s.inode as i64), size, time])?)
}

/// `listdir(path, shown)`
fn listdir(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "listdir", 2, 2)?;
    let path = path_of(vm, a[0])?;
    let result = vm.files.get().list(&path);
    let names = checked(vm, result, &[a[1]])?;
    let list = vm.new_list(&[])?;
    for name in names {
        let v = vm.new_str(&name)?;
        vm.list_push(list, v)?;
    }
    done(list)
}

fn change(
    vm: &mut Vm,
    args: Args<'_>,
    name: &str,
    f: impl FnOnce(&mut crate::files::FileSystem, &str) -> Result<(), Errno>,
) -> NativeResult {
    let a = args.positional(vm, name, 2, 2)?;
    let path = path_of(vm, a[0])?;
    let result = f(&mut vm.files.get(), &path);
    checked(vm, result, &[a[1]])?;
    done(Value::NONE)
}

/// `rename(from, to, shown, shown)`
fn rename(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "rename", 4, 4)?;
    let (from, to) = (path_of(vm, a[0])?, path_of(vm, a[1])?);
    let result = vm.files.get().rename(&from, &to);
    checked(vm, result, &[a[2], a[3]])?;
    done(Value::NONE)
}

/// `syscall()`: the time of a call into the kernel, without the GIL (G19).
fn syscall(_: &mut Vm, _: Args<'_>) -> NativeResult {
    Ok(Out::Wait(crate::vm::Wait::Syscall { ns: CALL_NS }))
}
