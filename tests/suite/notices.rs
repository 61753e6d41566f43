//! `THIRD-PARTY.md` names what the program is made of.

#![expect(clippy::disallowed_methods, reason = "tests look at the disk and start programs")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn output(command: &mut Command) -> String {
    let output = command.current_dir(root()).output().expect("the command starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The packages that this computer's program is linked with, as `name version`.
fn linked() -> BTreeSet<String> {
    let said = output(Command::new("rustc").arg("-vV"));
    let host = said
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("the host of the compiler");
    // Offline: whatever is asked about was compiled just now.
    let arguments =
        ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host];
    let metadata: Value =
        serde_json::from_str(&output(Command::new(env!("CARGO")).args(arguments))).expect("JSON");

    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let nodes: BTreeMap<String, Value> = list(&metadata["resolve"]["nodes"])
        .into_iter()
        .map(|node| (node["id"].to_string(), node["deps"].clone()))
        .collect();
    let own = metadata["resolve"]["root"].to_string();
    let mut seen = BTreeSet::from([own.clone()]);
    let mut next = vec![own.clone()];
    while let Some(id) = next.pop() {
        for dependency in list(&nodes[&id]) {
            let is_normal = list(&dependency["dep_kinds"]).iter().any(|of| of["kind"].is_null());
            if is_normal && seen.insert(dependency["pkg"].to_string()) {
                next.push(dependency["pkg"].to_string());
            }
        }
    }

    let packages = list(&metadata["packages"]);
    seen.remove(&own);
    // Without a source are the packages of this repository.
    let found = packages.iter().filter(|package| {
        seen.contains(&package["id"].to_string()) && !package["source"].is_null()
    });
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    found
        .map(|package| format!("{} {}", word(&package["name"]), word(&package["version"])))
        .collect()
}

/// The packages that Cargo.lock holds, for all platforms and purposes.
fn locked() -> BTreeSet<String> {
    let lock: toml::Table =
        fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock").parse().expect("TOML");
    let packages = lock["package"].as_array().expect("packages").iter();
    let word = |package: &toml::Value, key: &str| package[key].as_str().expect("text").to_owned();
    packages
        .map(|package| format!("{} {}", word(package, "name"), word(package, "version")))
        .collect()
}

#[test]
fn the_notices_name_every_package_at_its_version_and_no_other() {
    let notices = fs::read_to_string(root().join("THIRD-PARTY.md")).expect("THIRD-PARTY.md");
    let section = notices
        .split("\n## ")
        .find(|section| section.starts_with("Packages\n"))
        .expect("a section of packages");
    let named: BTreeSet<String> = section
        .lines()
        .filter_map(|line| line.strip_prefix("- ")?.split_once(':'))
        .map(|(name, _)| name.to_owned())
        .collect();

    let linked = linked();
    assert!(linked.len() > 200, "the measure itself is broken: {} packages", linked.len());
    let missing: Vec<&String> = linked.difference(&named).collect();
    assert!(
        missing.is_empty(),
        "run `node tools/third-party.mjs`; these are not named: {missing:?}"
    );
    let locked = locked();
    let gone: Vec<&String> = named.difference(&locked).collect();
    assert!(
        gone.is_empty(),
        "run `node tools/third-party.mjs`; these are no longer used: {gone:?}"
    );
}

#[test]
fn every_text_that_the_notices_refer_to_is_there() {
    let notices = fs::read_to_string(root().join("THIRD-PARTY.md")).expect("THIRD-PARTY.md");
    let referred: BTreeSet<&str> =
        notices.split("](#text-").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    let there: BTreeSet<&str> =
        notices.lines().filter_map(|line| line.strip_prefix("### Text ")).collect();
    assert_eq!(referred, there);
}
