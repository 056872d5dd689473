//! What programs and the page ask for: runs, scenarios, settings.

pub mod lists;
pub mod run;
pub mod tables;
pub mod wire;
