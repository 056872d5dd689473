//! What answers on the simulated network: web services ([`http`]) and a database ([`sql`]).
//!
//! Pure functions and plain state: the same question gets the same answer. It knows no Python, no kernel and no clock:
//! how long an answer is under way is the network's business, how long a service works on it stands in the answer.

#![forbid(unsafe_code)]

pub mod hosts;
pub mod http;
mod json;
pub mod sql;
