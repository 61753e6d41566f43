//! What programs read of mistakes, held against the schema of its format.

use crate::cli::run;
use crate::project::inputs;
use crate::sites::folder::Folder;
use oratory::Content;
use std::path::Path;
use std::process::Command;

/// Validates logs by a schema, and says what is wrong.
const VALIDATE: &str = "
import json, sys, jsonschema
schema = json.load(open(sys.argv[1]))
validator = jsonschema.validators.validator_for(schema)(schema)
for path in sys.argv[2:]:
    for error in validator.iter_errors(json.load(open(path))):
        print(path, list(error.path), error.message)
";

/// A log for each mistake that the inputs of the tests have.
#[test]
#[ignore = "needs the schema of SARIF in target/sarif and the Python packages of tests/data/requirements.txt, which `tools/test` installs"]
fn sarif_is_valid_by_the_schema_of_the_standard() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schema = root.join("target/sarif/package/lib/schemas/sarif-2.1.0-rtm.5.json");
    let logs = Folder::new();
    let mut command =
        Command::new(std::env::var_os("ORATORY_PYTHON").unwrap_or_else(|| "python3".into()));
    command.arg("-c").arg(VALIDATE).arg(schema);

    let mut n_results = 0;
    for input in inputs("err_") {
        let folder = Folder::new();
        for (_, source) in input.sources.iter() {
            if let Content::Bytes(bytes) = &source.content {
                folder.write(&source.path, bytes);
            }
        }
        let log = run(&folder, &["check", "--format", "sarif"]).out;
        // What is no site in a folder is refused before it is read.
        if log.is_empty() {
            continue;
        }
        n_results += log.matches("\"ruleId\"").count();
        let name = format!("{}.sarif", input.name);
        logs.write(&name, log);
        command.arg(logs.join(&name));
    }
    assert!(n_results > 300, "{n_results} results");

    let found = command.output().expect("Python starts");
    let said = String::from_utf8_lossy(&found.stdout).into_owned();
    let trouble = String::from_utf8_lossy(&found.stderr).into_owned();
    assert!(found.status.success() && said.is_empty(), "{said}\n{trouble}");
}
