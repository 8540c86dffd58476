//! Which build of telaah this is: a version alone does not tell two builds from different sources apart.

use include_dir::{Dir, DirEntry, include_dir};
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

/// Where what telaah does comes from, as this program was compiled.
static SOURCES: [Dir; 2] =
    [include_dir!("$CARGO_MANIFEST_DIR/src"), include_dir!("$CARGO_MANIFEST_DIR/templates")];
static DEPENDENCIES: &str = include_str!("../../Cargo.lock");

/// A hash of the sources, templates and versions of dependencies that this program was built from.
pub fn identity() -> &'static str {
    static IDENTITY: OnceLock<String> = OnceLock::new();
    IDENTITY.get_or_init(|| {
        let mut hasher = Sha256::new_with_prefix(DEPENDENCIES);
        SOURCES.iter().for_each(|folder| add(folder, &mut hasher));
        hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    })
}

fn add(folder: &Dir, hasher: &mut Sha256) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(below) => add(below, hasher),
            DirEntry::File(file) => {
                hasher.update(file.path().to_string_lossy().as_bytes());
                hasher.update(file.contents().len().to_le_bytes());
                hasher.update(file.contents());
            }
        }
    }
}
