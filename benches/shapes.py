#!/usr/bin/env python3
"""Whether time grows with the input: documents of one shape, at n and at 4n.

    python3 benches/shapes.py BINARY [SHAPE…]

Each shape is a site, or a document to import, of which one thing is many. What is linear takes
four times as long at 4n, and less where starting the program is most of it. Of each command the
user time is shown: beside other work the wall clock says little. A row is marked where 4n took
more than 4.4 times as long, and half a second at least.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

LIMIT = 4.4
# Below this the clock's steps and the start of the program are what is measured.
LEAST = 0.5
TIMEOUT = 120

HEAD = "---\ntitle: T\ndate: 2024-01-01\n"


def speech(text, front="", name="2024-01-01-a"):
    return {f"content/speeches/{name}.en.md": f"{HEAD}{front}---\n{text}\n"}


def record(kind, name, title, front=""):
    return {f"content/{kind}/{name}.md": f'---\nname: "{title}"\n{front}---\n'}


def records(kind, n, title="Name N{}", front=lambda i: ""):
    files = {}
    for i in range(n):
        files |= record(kind, f"r{i}", title.format(i), front(i))
    return files


def list_of(key, n, item="r{}"):
    return f"{key}: [{', '.join(item.format(i) for i in range(n))}]\n"


def table_of_speakers(n):
    return "speakers:\n" + "".join(f"  Name N{i}: r{i}\n" for i in range(n))


def speeches(n, front=lambda i: ""):
    return {path: text for i in range(n) for path, text in speech("x", front(i), f"2024-01-01-{i}").items()}


def decision(i):
    return f'[[always]]\nname = "Name N{i}"\nentity = "r{i % 10}"\n\n'


def turns(n, label="Name N{}"):
    return "".join(f"**{label.format(i)}:** Words are said here.\n\n" for i in range(n))


SITES = {
    # One paragraph.
    "mentions in a paragraph": (20_000, lambda n: record("initiatives", "r", "ab") | speech("ab " * n)),
    "names that overlap": (
        8_000,
        lambda n: record("initiatives", "r", "ab cd") | record("initiatives", "s", "cd ab") | speech("ab cd " * n),
    ),
    "names among code": (8_000, lambda n: record("initiatives", "r", "ab") | speech("ab `x` " * n)),
    "marked mentions": (8_000, lambda n: record("initiatives", "r", "ab") | speech("[ab](@r) ab " * n)),
    "entities in a paragraph": (
        1_000,
        lambda n: records("initiatives", n) | speech(" ".join(f"Name N{i} is." for i in range(n))),
    ),
    "listed entities": (
        1_000,
        lambda n: records("initiatives", n)
        | speech(" ".join(f"Name N{i} is." for i in range(n)), list_of("initiatives", n)),
    ),
    "Han without a stop": (
        36_000,
        lambda n: record("initiatives", "r", "中国") | speech("我们在中国的土地上建设美好未来" * (n // 15)),
    ),
    "near a long name": (50_000, lambda n: record("initiatives", "r", "a" * (n // 50) + "b") | speech("a" * n)),
    "a long word": (10_000, lambda n: record("initiatives", "r", "a" * (n // 50)) | speech("a" * n)),
    "links": (10_000, lambda n: speech("".join(f"[x](https://x.example/{i}) " for i in range(n)))),
    "emphasis": (8_000, lambda n: record("initiatives", "r", "ab") | speech("*ab* x " * n)),
    # One speech.
    "paragraphs": (10_000, lambda n: record("initiatives", "r", "Europe") | speech("Of Europe.\n\n" * n)),
    "notes": (
        4_000,
        lambda n: speech("".join(f"x[^{i}]\n\n" for i in range(n)) + "".join(f"[^{i}]: y\n\n" for i in range(n))),
    ),
    "rows of a table": (8_000, lambda n: speech("| a | b |\n|---|---|\n" + "| x | y |\n" * n)),
    "items of a list": (8_000, lambda n: speech("- item\n" * n)),
    "headings": (5_000, lambda n: speech("## Head\n\nText.\n\n" * n)),
    "turns and speakers": (
        1_000,
        lambda n: records("people", n) | speech(turns(n), table_of_speakers(n)),
    ),
    "turns of people": (1_000, lambda n: records("people", n) | speech(turns(n))),
    "labels of nobody": (
        1_000,
        lambda n: records("people", n) | speech(turns(n, "Guest G{}"), table_of_speakers(n)),
    ),
    "speakers of one speech": (500, lambda n: records("people", n) | speech("Words.", list_of("speaker", n))),
    # The site.
    "speeches": (1_000, lambda n: record("initiatives", "r", "Europe")
        | {path: text for i in range(n) for path, text in speech("Of Europe.", name=f"2024-01-01-{i}").items()}),
    "names of one entity": (
        5_000,
        lambda n: record("initiatives", "r", "First", "aliases:\n" + "".join(f"  - Other O{i}\n" for i in range(n)))
        | speech(" ".join(f"Other O{i} is." for i in range(n))),
    ),
    "entities of one name": (
        500,
        lambda n: records("initiatives", n, "Same Name") | speech("The Same Name is here.\n\n" * n),
    ),
    "topics": (500, lambda n: {path: text for i in range(n)
        for path, text in speech("x", f"topics: [t{i}]\n", f"2024-01-01-{i}").items()}),
    "parts of a whole": (
        1_000,
        lambda n: record("initiatives", "all", "All") | records("initiatives", n, front=lambda i: "part_of: all\n")
        | speech("x"),
    ),
    "wrong ids": (500, lambda n: records("initiatives", n) | speech("x", list_of("initiatives", n, "rr{}"))),
    "marked wrong ids": (
        1_000,
        lambda n: records("initiatives", n) | speech("".join(f"[x](@wrong-name-{i}) is.\n\n" for i in range(n))),
    ),
    "undescribed ids": (
        1_000,
        lambda n: records("people", n, front=lambda i: f"aliases: [Other O{i}]\n")
        | speech("x", list_of("initiatives", n, "body-{}-of-all")),
    ),
    "links to a folder that is gone": (
        1_000,
        lambda n: speeches(n) | speech("".join(f"[x](/old/2024-01-01-{i}.md)\n\n" for i in range(n)), name="2025-01-01-a"),
    ),
    "redirects": (1_000, lambda n: speeches(n, lambda i: f"aliases: [/old/{i}.html]\n")),
    "speeches of a series": (1_000, lambda n: record("series", "s", "S") | speeches(n, lambda i: "series: [s]\n")),
    "decisions": (
        1_000,
        lambda n: records("initiatives", 10) | {"content/decisions.toml": "".join(decision(i) for i in range(n))} | speech("x"),
    ),
}

PREAMBLE = "A speech\n\nParis, 1 January 2024\n\n"


def cue(i):
    clock = f"{i // 3600:02}:{i // 60 % 60:02}:{i % 60:02}"
    return f"{clock}.000 --> {clock}.900\n<v Ann Lee>words of cue {i}\n\n"


IMPORTS = {
    "paragraphs": (16_000, "a.txt", lambda n: PREAMBLE + "".join(f"These are words of {i}.\n\n" for i in range(n))),
    "labels": (4_000, "a.txt", lambda n: PREAMBLE + "".join(f"Mr Person{i}: Words of {i}.\n\n" for i in range(n))),
    "lines": (32_000, "a.txt", lambda n: PREAMBLE + "These are words of a line\n" * n),
    "a long line": (32_000, "a.txt", lambda n: PREAMBLE + "These are words. " * n),
    "Han without a stop": (40_000, "a.txt", lambda n: PREAMBLE + "我们共同努力建设美好未来" * (n // 12)),
    "paragraphs of a page": (
        8_000,
        "a.html",
        lambda n: "<title>A speech</title><h1>A speech</h1><p>1 January 2024</p>" + "<p>These are words.</p>" * n,
    ),
    "nested elements": (8_000, "a.html", lambda n: "<title>A</title>" + "<div>" * n + "words" + "</div>" * n),
    "cues": (4_000, "2024-01-01-a.vtt", lambda n: "WEBVTT\n\n" + "".join(cue(i) for i in range(n))),
}


def seconds_of(command, folder):
    """User seconds of a command; none where it takes too long."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    try:
        subprocess.run(command, cwd=folder, timeout=TIMEOUT, capture_output=True, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return None
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def measured(binary, verb, files):
    with tempfile.TemporaryDirectory() as folder:
        config = 'title = "T"\nlanguages = ["en"]\n[annotate]\nauto = "all"\n'
        for path, text in {"oratory.toml": config, **files}.items():
            path = Path(folder, path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return seconds_of([binary, *verb], folder)


def compare(binary, name, verb, n, files_of):
    one, four = (measured(binary, verb, files_of(size)) for size in (n, 4 * n))
    if one is None or four is None:
        print(f"{name:26} {verb[0]:9} {n:7} {'':7}  over {TIMEOUT} s  !", flush=True)
        return
    ratio = four / max(one, 0.01)
    mark = "!" if ratio > LIMIT and four >= LEAST else ""
    print(f"{name:26} {verb[0]:9} {n:7} {one:7.2f} {four:7.2f} {ratio:6.1f} {mark}", flush=True)


def main():
    binary, *wanted = sys.argv[1:]
    binary = str(Path(binary).resolve())
    print(f"{'shape':26} {'command':9} {'n':>7} {'s at n':>7} {'at 4n':>7} {'times':>6}")
    for name, (n, files_of) in SITES.items():
        if not wanted or name in wanted:
            for verb in (["check"], ["annotate"], ["build", "--quiet"]):
                compare(binary, name, verb, n, files_of)
    for name, (n, file, text_of) in IMPORTS.items():
        if not wanted or name in wanted:
            compare(binary, name, ["import", file], n, lambda n: {file: text_of(n)})


if __name__ == "__main__":
    main()
