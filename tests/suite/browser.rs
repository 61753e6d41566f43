//! The site in a browser: `tests/browser/run.mjs` opens what the program builds and holds it against the acceptance checks.
//!
//! What it needs and the machine lacks is installed: Debian's packages by apt, Node's by npm in the versions that
//! `tests/browser/package-lock.json` pins. Nothing else of the machine is changed.

#![expect(clippy::disallowed_methods, reason = "tests look at the disk and start programs")]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Something a machine may lack: a command that succeeds and says something where it is there, and the Debian packages that bring it.
struct Need {
    probe: &'static [&'static str],
    packages: &'static [&'static str],
}

const NEEDS: &[Need] = &[
    Need { probe: &["chromium", "--version"], packages: &["chromium"] },
    Need { probe: &["fc-list", ":lang=zh-cn", "family"], packages: &["fontconfig", "fonts-noto-cjk"] },
    // The face in which the golden numbers of sheets were counted.
    Need { probe: &["fc-list", "P052", "family"], packages: &["fontconfig", "fonts-urw-base35"] },
    Need { probe: &["java", "--version"], packages: &["default-jre-headless"] },
    Need { probe: &["which", "pdftotext"], packages: &["poppler-utils"] },
    Need { probe: &["node", "--version"], packages: &["nodejs"] },
    Need { probe: &["npm", "--version"], packages: &["npm"] },
];

/// What a command says; nothing where it cannot be started or fails.
fn said(command: &[&str]) -> Option<String> {
    let output = Command::new(command[0]).args(&command[1..]).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

/// Fails with everything that the command said unless it succeeds.
fn succeeds(what: &str, command: &mut Command) {
    let Output { status, stdout, stderr } = command.output().unwrap_or_else(|error| panic!("{what}: {command:?}: {error}"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(status.success(), "{what}\n{}{}", text(&stdout), text(&stderr));
}

fn install(packages: &[&str]) {
    let is_root = said(&["id", "-u"]).is_some_and(|id| id == "0");
    let may_install = said(&["apt-get", "--version"]).is_some() && (is_root || said(&["sudo", "-n", "id"]).is_some());
    assert!(may_install, "the browser tests need these Debian packages, please install them: {}", packages.join(" "));
    let apt = |arguments: &[&str]| {
        let words =
            [if is_root { &[][..] } else { &["sudo", "-n"] }, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"], arguments]
                .concat();
        succeeds("apt-get", Command::new(words[0]).args(&words[1..]));
    };
    apt(&["update"]);
    apt(&[&["install", "-y", "--no-install-recommends"], packages].concat());
}

/// Brings the pinned packages of Node into `folder`, unless those of this very lock file are there.
fn install_node_packages(folder: &Path) {
    let lock = fs::read(folder.join("package-lock.json")).expect("tests/browser/package-lock.json");
    let stamp = folder.join("node_modules/.installed");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return;
    }
    succeeds("npm ci", Command::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder));
    fs::write(stamp, lock).expect("node_modules can be written");
}

/// What the tests of this room need is there, or is installed; gives the folder of the scripts.
fn ready() -> PathBuf {
    let missing: Vec<&str> = NEEDS.iter().filter(|need| said(need.probe).is_none()).flat_map(|need| need.packages).copied().collect();
    if !missing.is_empty() {
        install(&missing);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    install_node_packages(&folder);
    folder
}

/// One test, for the parts share two cores and one would disturb the other.
#[test]
fn every_page_is_well_in_a_browser_and_the_search_finds_what_stands_there() {
    let folder = ready();
    let mut search = Command::new("node");
    search.arg("--test").arg(folder.join("search.test.mjs")).env("ORATORY", env!("CARGO_BIN_EXE_oratory"));
    succeeds("tests/browser/search.test.mjs", &mut search);
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
    let options: [&OsStr; 4] = ["--binary".as_ref(), env!("CARGO_BIN_EXE_oratory").as_ref(), "--work".as_ref(), work.as_ref()];
    succeeds("tests/browser/run.mjs", Command::new("node").arg(folder.join("run.mjs")).args(options));
}
