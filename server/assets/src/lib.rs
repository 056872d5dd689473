//! What the page takes from npm, made at build time: CodeMirror bundled into one module, and the fonts. It knows
//! neither how they are served nor what the page does with them.

#![forbid(unsafe_code)]

/// Every file: name, content, content type. The licences of all of them are in `THIRD-PARTY.txt`.
pub static ASSETS: &[(&str, &[u8], &str)] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    const LOCKFILE: &str = include_str!("../npm/package-lock.json");

    fn text(name: &str) -> &'static str {
        let (_, bytes, _) = ASSETS.iter().find(|(asset, _, _)| *asset == name).unwrap();
        std::str::from_utf8(bytes).unwrap()
    }

    /// Two copies would each have their own classes, and extensions of one fail in the other, at run time only.
    #[test]
    fn there_is_one_copy_of_codemirrors_state_and_view() {
        for package in ["@codemirror/state", "@codemirror/view", "@lezer/common"] {
            assert_eq!(
                LOCKFILE.matches(&format!("node_modules/{package}\": {{")).count(),
                1,
                "{package}"
            );
        }
    }

    /// An address in the lockfile would tie everyone's build to one registry.
    #[test]
    fn the_lockfile_names_no_registry() {
        assert!(!LOCKFILE.contains("\"resolved\""));
        let hosts: Vec<&str> = LOCKFILE
            .lines()
            .filter(|l| l.contains("://") && !l.contains("\"url\""))
            .collect();
        assert!(hosts.is_empty(), "{hosts:?}");
        assert_eq!(
            LOCKFILE.matches("\"version\"").count() - LOCKFILE.matches("\"integrity\"").count(),
            0
        );
    }

    /// Whatever the entry file exports is in the bundle: esbuild leaves names of exports alone.
    #[test]
    fn the_bundle_exports_what_the_entry_names() {
        let entry = include_str!("../npm/entry.js");
        let bundle = text("codemirror.js");
        let exports = &bundle[bundle.rfind("export{").expect("it is a module")..];
        let names: Vec<&str> = entry
            .split("export {")
            .skip(1)
            .flat_map(|part| part.split('}').next().unwrap().split(','))
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect();
        assert!(names.len() > 50, "{}", names.len());
        for name in names {
            let exported = [
                format!(" as {name},"),
                format!(" as {name}}}"),
                format!(",{name},"),
                format!("{{{name},"),
            ];
            assert!(exported.iter().any(|e| exports.contains(e)), "{name}");
        }
    }

    #[test]
    fn fonts_are_woff2_and_licences_are_complete() {
        for (name, bytes, _) in ASSETS.iter().filter(|(name, _, _)| name.ends_with(".woff2")) {
            assert!(bytes.starts_with(b"wOF2") && bytes.len() < 80_000, "{name}");
        }
        let licences = text("THIRD-PARTY.txt");
        for package in [
            "@codemirror/view",
            "@lezer/python",
            "@fontsource-variable/inter",
            "style-mod",
        ] {
            assert!(licences.contains(&format!("\n{package}\n")), "{package}");
        }
        assert!(licences.contains("SIL OPEN FONT LICENSE") && licences.contains("Marijn Haverbeke"));
        assert!(!licences.contains("esbuild"));
    }
}
