//! `oratory lsp` as an editor uses it: Neovim, with the client that it brings.

use crate::sites::folder::Folder;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};

#[test]
#[ignore = "needs Neovim, which `tools/test` installs"]
fn neovim_is_told_mistakes_and_given_names() {
    let folder = Folder::with([
        ("oratory.toml", "title = 'T'\n"),
        ("content/people/ada-moss.md", "---\nname: Ada Moss\n---\n"),
        (
            "content/speeches/2024-01-02-talk.en.md",
            "---\ntitle: Talk\ndate: 2024-01-02\npeople: [ada-mos]\n---\n\nAda Moss came.\n",
        ),
    ]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/editor.lua");
    let run = Command::new("nvim")
        .args(["--headless", "-u", "NONE", "-i", "NONE", "--cmd"])
        .arg(format!("let g:oratory='{}'", env!("CARGO_BIN_EXE_oratory")))
        .arg("content/speeches/2024-01-02-talk.en.md")
        .arg("-c")
        .arg(format!("luafile {}", script.display()))
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output()
        .expect("nvim starts");

    let out = String::from_utf8_lossy(&run.stdout);
    let err = String::from_utf8_lossy(&run.stderr);
    let learned = out.lines().find_map(|line| serde_json::from_str::<Value>(line).ok());
    let learned = learned.unwrap_or_else(|| panic!("{out}\n{err}"));
    assert!(
        learned["mistakes"][0].as_str().unwrap_or_default().contains("did you mean `ada-moss`?"),
        "{learned}"
    );
    assert_eq!(learned["left"], 0, "{learned}");
    assert!(learned["hover"].as_str().unwrap_or_default().contains("**Ada Moss**"), "{learned}");
    assert!(learned["offers"].as_array().unwrap().contains(&"ada-moss".into()), "{learned}");
    assert_eq!(learned["line"], "people: [ada-m-moss]", "{learned}");
}
