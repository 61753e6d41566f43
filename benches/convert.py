#!/usr/bin/env python3
"""convert.py NEUTRAL SITE: turns a generated neutral corpus into an Oratory site.

NEUTRAL holds content/*.md (YAML front matter whose values are JSON, entities by name) and entities/*.toml.
SITE gets oratory.toml, content/speeches/<slug>.<lang>.md with TOML front matter (as the peer's site has), and a file per entity.
"""
import json
import os
import sys
import tomllib

KINDS = ("people", "places", "initiatives")


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def quoted(value):
    return json.dumps(value, ensure_ascii=False)


def entities(neutral, site):
    """Writes the entity files; gives the id of each name by kind."""
    ids = {}
    for kind in KINDS:
        with open(f"{neutral}/entities/{kind}.toml", "rb") as f:
            for entity in tomllib.load(f)[kind]:
                ids[kind, entity["name"]] = entity["id"]
                write(f"{site}/content/{kind}/{entity['id']}.md",
                      f"+++\nname = {quoted(entity['name'])}\naliases = {quoted(entity['aliases'])}\n+++\n")
    return ids


def speech(source, ids):
    _, head, body = source.split("---\n", 2)
    fields = {}
    for line in head.splitlines():
        key, value = line.split(": ", 1)
        fields[key] = json.loads(value) if value[0] in '"[' else value
    lines = [f"title = {quoted(fields['title'])}", f"date = {fields['date']}", f"event = {quoted(fields['venue'])}",
             f"speaker = {quoted(ids['people', fields['speaker']])}"]
    lines += [f"{kind} = {quoted([ids[kind, name] for name in fields[kind]])}" for kind in KINDS]
    return fields["lang"], "+++\n" + "\n".join(lines) + "\n+++\n" + body


def main():
    neutral, site = sys.argv[1:3]
    ids = entities(neutral, site)
    os.makedirs(f"{site}/content/speeches", exist_ok=True)
    for name in sorted(os.listdir(f"{neutral}/content")):
        with open(f"{neutral}/content/{name}", encoding="utf-8") as f:
            lang, text = speech(f.read(), ids)
        with open(f"{site}/content/speeches/{name[:-3]}.{lang}.md", "w", encoding="utf-8") as f:
            f.write(text)
    write(f"{site}/oratory.toml", """title = "Annotated speeches"
base_url = "https://speeches.example.org"
languages = ["en"]
theme = "plain"
minify = false
[annotate]
link = "all"
[export]
formats = ["atom", "sitemap"]
[lists]
speeches_per_page = 50
mentions_per_page = 1000000
""")


if __name__ == "__main__":
    main()
