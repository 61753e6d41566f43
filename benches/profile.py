#!/usr/bin/env python3
"""profile.py BINARY ARGUMENTS… → where a run spends its CPU time, by the part of the program that asked for it.

Runs `BINARY ARGUMENTS…` under Linux's `perf` and counts each sample for the innermost function that belongs to a part in the list
below; what the system does counts for whoever called it. BINARY needs its symbols:

    CARGO_PROFILE_RELEASE_STRIP=none cargo build --release --features full
    python3 benches/profile.py target/release/oratory -C SITE --quiet build --out FOLDER
"""
import collections, re, subprocess, sys, tempfile

# The first name that a frame of the stack has, from the inside out; longer ones before shorter.
PARTS = [
    ("read the files", "oratory::disk::load"),
    ("Markdown and front matter", "oratory::reading::parse"),
    ("names: the dictionary", "oratory::reading::annotate::han::HanWords::new"),
    ("names", "oratory::reading::annotate"),
    ("¶ numbers", "oratory::reading::graph::lock"),
    ("graph", "oratory::reading::graph"),
    ("templates", "tera::"),
    ("smaller pages", "oratory::site::theme::minify"),
    ("templates", "oratory::site::theme"),
    ("texts as HTML", "oratory::site::html"),
    ("drawn pictures", "oratory::site::pictures"),
    ("pages: the list", "oratory::site::pages::layout"),
    ("pages: what they show", "oratory::site::pages"),
    ("search", "oratory::site::search"),
    ("data and feeds", "oratory::site::export"),
    ("list of files", "oratory::site::outputs"),
    ("written to disk", "oratory::disk::publish"),
    ("pictures for screens", "oratory::disk::renditions"),
]


def part_of(frames):
    for frame in frames:
        for part, prefix in PARTS:
            if frame.startswith((prefix, "<" + prefix)):
                return part
    return "the rest"


def main(command):
    with tempfile.NamedTemporaryFile() as data:
        record = ["perf", "record", "-q", "-F", "197", "--call-graph", "dwarf,16384", "-o", data.name]
        subprocess.run(record + ["--"] + command, check=True, stdout=subprocess.DEVNULL)
        script = ["perf", "script", "--no-inline", "-i", data.name, "-F", "comm,ip,sym"]
        stacks = subprocess.run(script, capture_output=True, text=True, check=True).stdout

    counts = collections.Counter()
    for stack in stacks.split("\n\n"):
        frames = re.findall(r"^\s+[0-9a-f]+ (.*)$", stack, re.M)
        if frames:
            counts[part_of(frames)] += 1
    total = sum(counts.values())
    print("| part | % of CPU time |\n|---|---|")
    for part, count in counts.most_common():
        print(f"| {part} | {100 * count / total:.1f} |")


main(sys.argv[1:])
