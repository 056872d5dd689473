//! The functions of the tables about numbers, hashes, random and times.

use num_bigint::BigInt;
use serde_json::{Value, json};
use timeslice_python::text::distributions::lgamma;
use timeslice_python::text::float_arith::{self, Power};
use timeslice_python::text::mersenne::Mersenne;
use timeslice_python::text::strftime::{self, CivilTime};
use timeslice_python::text::{float, hash, int, int_arith, slice, strptime};

use super::{Answer, Args, shown};

fn repr(x: f64) -> Value {
    json!(float::repr(x))
}

fn text(n: impl ToString) -> Value {
    json!(n.to_string())
}

/// Numbers beyond 2^62 are written as text.
fn plain(n: i64) -> Value {
    if n.unsigned_abs() < 1 << 62 { json!(n) } else { text(n) }
}

pub(crate) fn float(name: &str, a: &Args) -> Option<Answer> {
    match name {
        "parse" => return Some(float::parse(a.str(0)).map(repr)),
        "fromhex" => return Some(float::fromhex(a.str(0)).map(repr)),
        _ => {}
    }
    let x = a.float(0);
    Some(match name {
        "repr" => Ok(repr(x)),
        "hex" => Ok(json!(float::hex(x))),
        "ratio" => float_arith::as_integer_ratio(x).map(|(n, d)| json!([n.to_string(), d.to_string()])),
        "int" => float_arith::to_int(x).map(text),
        "round_int" => float_arith::round_to_int(x).map(text),
        "round" => float_arith::round_digits(x, a.int(1)).map(repr),
        "is_integer" => Ok(json!(float_arith::is_integer(x))),
        "hash" => Ok(text(hash::hash_float(x).unwrap())),
        "divmod" => float_arith::divmod(x, a.float(1)).map(|(q, r)| json!([float::repr(q), float::repr(r)])),
        "floordiv" => float_arith::floor_divide(x, a.float(1)).map(repr),
        "div" => float_arith::divide(x, a.float(1)).map(repr),
        "pow" => float_arith::pow(x, a.float(1)).map(|p| match p {
            Power::Float(x) => repr(x),
            Power::Complex(re, im) => json!([float::repr(re), float::repr(im)]),
        }),
        _ => return None,
    })
}

pub(crate) fn int(name: &str, a: &Args) -> Option<Answer> {
    let opt = |i| a.opt_int(i);
    let pair = |(x, y): (BigInt, BigInt)| json!([x.to_string(), y.to_string()]);
    Some(match name {
        "parse" => int::parse(a.str(0), u32::try_from(a.int(1)).unwrap(), int::DEFAULT_MAX_STR_DIGITS)
            .map(|n| text(BigInt::from(n))),
        "parse_digits" => {
            let digits = "1".repeat(usize::try_from(a.int(0)).unwrap());
            int::parse(&digits, 10, int::DEFAULT_MAX_STR_DIGITS).map(|n| json!(BigInt::from(n).to_string().len()))
        }
        "to_decimal" => {
            let n = BigInt::from(10).pow(u32::try_from(a.int(0) - 1).unwrap());
            int::to_decimal(&n, int::DEFAULT_MAX_STR_DIGITS).map(|s| json!(s.len()))
        }
        "divmod" => {
            let (x, y) = (a.big(0), a.big(1));
            if let (Ok(x), Ok(y)) = (i64::try_from(&x), i64::try_from(&y)) {
                let small = int_arith::divmod_i64(x, y)
                    .ok()
                    .flatten()
                    .map(|(q, r)| (q.into(), r.into()));
                assert!(small.is_none() || small == int_arith::divmod(&x.into(), &y.into()).ok());
            }
            int_arith::divmod(&x, &y).map(pair)
        }
        "truediv" => {
            let (x, y) = (a.big(0), a.big(1));
            match (i64::try_from(&x), i64::try_from(&y)) {
                (Ok(x), Ok(y)) => float_arith::i64_true_divide(x, y).map(repr),
                _ => float_arith::int_true_divide(&x, &y).map(repr),
            }
        }
        "powmod" => int_arith::pow_mod(&a.big(0), &a.big(1), &a.big(2)).map(text),
        "pow" => int_arith::pow(&a.big(0), &a.big(1)).map(text),
        "shr" => int_arith::shift_right(&a.big(0), &a.big(1)).map(text),
        "shl" => int_arith::shift_left(&a.big(0), &a.big(1)).map(text),
        "hash" => Ok(text(hash::hash_int(&a.big(0)))),
        "float" => float_arith::from_int(&a.big(0)).map(repr),
        "round" => Ok(text(int_arith::round_digits(&a.big(0), a.int(1)))),
        "isqrt" => int_arith::isqrt(&a.big(0)).map(text),
        "gcd" => Ok(pair((
            int_arith::gcd(&a.big(0), &a.big(1)),
            int_arith::lcm(&a.big(0), &a.big(1)),
        ))),
        "bases" => {
            let n = a.big(0);
            let [b, o, x] = [2, 8, 16].map(|base| int::to_prefixed(&n, base));
            Ok(json!([b, o, x, int::bit_length(&n), int::bit_count(&n)]))
        }
        "to_bytes" => {
            let size = usize::try_from(a.int(1)).unwrap();
            int::to_bytes(&a.big(0), size, a.str(2) == "little", a.0[3].as_bool().unwrap()).map(|v| shown(&v))
        }
        "from_bytes" => Ok(text(int::from_bytes(
            &a.bytes(0),
            a.str(1) == "little",
            a.0[2].as_bool().unwrap(),
        ))),
        "factorial" => int_arith::factorial(&a.big(0)).map(text),
        "comb" => int_arith::comb(&a.big(0), &a.big(1)).map(text),
        "perm" => int_arith::perm(&a.big(0), &a.big(1)).map(text),
        "indices" => slice::indices(opt(0), opt(1), opt(2), usize::try_from(a.int(3)).unwrap())
            .map(|v| json!([v.start, v.stop, plain(v.step), v.len])),
        "range" => Ok(json!([
            slice::range_len(a.int(0), a.int(1), a.int(2)),
            slice::range_contains(a.int(0), a.int(1), a.int(2), a.int(3)),
        ])),
        "range_item" => Ok(json!(slice::range_item(a.int(0), a.int(1), a.int(2), a.int(3)))),
        "hash_str" => Ok(text(hash::hash_str(a.str(0)))),
        "hash_bytes" => Ok(text(hash::hash_bytes(&a.bytes(0)))),
        "hash_tuple" | "hash_frozenset" => {
            let items = a.0[0]
                .as_array()
                .unwrap()
                .iter()
                .map(|v| hash::hash_i64(v.as_str().unwrap().parse().unwrap()));
            Ok(text(if name == "hash_tuple" {
                hash::hash_tuple(items)
            } else {
                hash::hash_frozenset(items)
            }))
        }
        _ => return None,
    })
}

pub(crate) fn random(name: &str, a: &Args) -> Option<Answer> {
    if name == "lgamma" {
        return Some(Ok(repr(lgamma(a.float(0)))));
    }
    let mut r = match a.str(0) {
        "int" => Mersenne::from_int(&a.big(1)),
        "str" => Mersenne::from_str_seed(a.str(1)),
        "bytes" => Mersenne::from_bytes_seed(&a.bytes(1)),
        _ => Mersenne::from_float(a.float(1)),
    };
    let draws = a.0[2].as_array().unwrap();
    Some(
        draws
            .iter()
            .map(|d| draw(&mut r, d[0].as_str().unwrap(), &Args(d[1].as_array().unwrap().clone())))
            .collect(),
    )
}

fn draw(r: &mut Mersenne, name: &str, a: &Args) -> Answer {
    let f = |i| a.float(i);
    let big = |i: usize| a.0[i].as_i64().map_or_else(|| a.big(i), BigInt::from);
    let size = |i| usize::try_from(a.int(i)).unwrap();
    let to_int = |n: BigInt| json!(i64::try_from(n).unwrap());
    Ok(match name {
        "random" => repr(r.random()),
        "bits" => text(r.getrandbits(a.int(0))?),
        "below" => text(r.below_big(&big(0))?),
        "randrange" => to_int(r.randrange(&big(0), &big(1), Some(&big(2)))?),
        "randint" => to_int(r.randrange(&big(0), &(big(1) + 1), None)?),
        "choice" => json!(r.choice(size(0))?),
        "choices" => json!(r.choices_uniform(size(0))),
        "weighted" => {
            let weights: Vec<f64> = a.0[0]
                .as_array()
                .unwrap()
                .iter()
                .map(|v| v.as_str().unwrap().parse().unwrap())
                .collect();
            json!(r.choices_weighted(weights.len(), &weights, size(1))?)
        }
        "shuffle" => {
            let mut items: Vec<usize> = (0..size(0)).collect();
            r.shuffle(&mut items);
            json!(items)
        }
        "sample" => json!(r.sample(size(0), a.int(1))?),
        "uniform" => repr(r.uniform(f(0), f(1))),
        "triangular" => repr(r.triangular(f(0), f(1), a.opt_str(2).map(|s| s.parse().unwrap()))),
        "normalvariate" => repr(r.normalvariate(f(0), f(1))),
        "gauss" => repr(r.gauss(f(0), f(1))),
        "lognormvariate" => repr(r.lognormvariate(f(0), f(1))?),
        "expovariate" => repr(r.expovariate(f(0))?),
        "vonmisesvariate" => repr(r.vonmisesvariate(f(0), f(1))),
        "gammavariate" => repr(r.gammavariate(f(0), f(1))?),
        "betavariate" => repr(r.betavariate(f(0), f(1))?),
        "paretovariate" => repr(r.paretovariate(f(0))?),
        "weibullvariate" => repr(r.weibullvariate(f(0), f(1))?),
        "binomialvariate" => json!(r.binomialvariate(a.int(0), f(1))?),
        "randbytes" => shown(&r.randbytes(a.int(0))?),
        _ => panic!("no such draw: {name}"),
    })
}

fn fields(t: &CivilTime) -> Value {
    json!([t.year, t.month, t.day, t.hour, t.minute, t.second, t.weekday, t.yearday])
}

pub(crate) fn time(name: &str, a: &Args) -> Option<Answer> {
    Some(match name {
        "gmtime" => {
            let t = CivilTime::from_epoch(a.int(0));
            assert_eq!(t.to_epoch(), a.int(0));
            Ok(fields(&t))
        }
        "asctime" => Ok(json!(strftime::asctime(&CivilTime::from_epoch(a.int(0))))),
        "strftime" => Ok(json!(strftime::strftime(
            a.str(0),
            &CivilTime::from_epoch(a.int(1)),
            None,
            "GMT"
        ))),
        "strptime" => strptime::strptime(a.str(0), a.str(1)).map(|p| fields(&p.time)),
        _ => return None,
    })
}

#[test]
fn offsets() {
    let offset = |text| strptime::strptime(text, "%z").map(|p| p.offset).map_err(|e| e.message);
    assert_eq!(offset("+0530"), Ok(Some(19_800)));
    assert_eq!(offset("-01:00"), Ok(Some(-3600)));
    assert_eq!(offset("Z"), Ok(Some(0)));
    assert_eq!(
        offset("+-130"),
        Err("time data '+-130' does not match format '%z'".to_owned())
    );
}
