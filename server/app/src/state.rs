//! What every request shares.

use crate::files::Files;
use crate::mini::Minis;
use crate::runs::Pool;
use std::sync::Arc;
use timeslice_scenario::Catalogue;

/// Cheap to clone; nothing in it changes while the server runs, except that small timelines appear.
#[derive(Debug, Clone)]
pub struct AppState {
    /// All scenarios.
    pub catalogue: Arc<Catalogue>,
    /// Where runs start.
    pub pool: Pool,
    /// What the page consists of.
    pub files: Arc<Files>,
    /// The small timelines of the home page.
    pub minis: Arc<Minis>,
}
