"""Holds the files of sites against the schemas that `oratory schema --out schemas` wrote beside them.

    python schemas.py SOUND FAULTY

In each folder of SOUND every file is valid; in each folder of FAULTY one is not. Needs the packages of
requirements.txt, which bring PyYAML and jsonschema. Says what differs, and fails.
"""

import datetime
import json
import re
import sys
import tomllib
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator


class Core(yaml.SafeLoader):
    """YAML as editors read it (1.2, core schema): a date is text, and so is `no`."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", "~nN"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
]:
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first) + ([""] if tag == "null" else []))


def plain(value):
    """Dates of TOML as text."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value


def fields(text):
    """Front matter; none where there is none."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if found := re.match(r"---\n(.*?)^(?:---|\.\.\.)\s*$", text, re.S | re.M):
        return plain(yaml.load(found[1], Core) or {})
    if found := re.match(r"\+\+\+\n(.*?)^\+\+\+\s*$", text, re.S | re.M):
        return plain(tomllib.loads(found[1]))
    return None


def described(site):
    """Each file of a site that a schema describes, with the name of the schema."""
    for path in sorted(site.rglob("*")):
        parts = path.relative_to(site).parts
        if parts == ("oratory.toml",):
            yield path, "config", plain(tomllib.loads(path.read_text("utf-8")))
        elif parts == ("content", "decisions.toml"):
            yield path, "decisions", plain(tomllib.loads(path.read_text("utf-8")))
        elif parts[0] == "content" and path.suffix == ".md":
            folder = parts[1] if len(parts) > 2 else "pages"
            name = {"speeches": "speech", "pages": "page"}.get(folder, folder)
            if (site / "schemas" / f"{name}.schema.json").exists():
                found = fields(path.read_text("utf-8"))
                if found is not None:
                    yield path, name, found


def faults(site):
    validators = {}
    for path in (site / "schemas").iterdir():
        schema = json.loads(path.read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        validators[path.name.removesuffix(".schema.json")] = Draft202012Validator(schema)
    n_files, found = 0, []
    for path, name, value in described(site):
        n_files += 1
        for error in validators[name].iter_errors(value):
            found.append(f"{path.relative_to(site)}: {error.json_path}: {error.message[:200]}")
    return n_files, found


sound, faulty = map(Path, sys.argv[1:])
n_files, wrong = 0, []
for site in sorted(sound.iterdir()):
    n_of_site, found = faults(site)
    n_files += n_of_site
    wrong += [f"{site.name}: {fault}" for fault in found]
for site in sorted(faulty.iterdir()):
    if not faults(site)[1]:
        wrong.append(f"{site.name}: nothing is refused")
print(f"{n_files} files fit their schemas" if not wrong else "\n".join(wrong))
sys.exit(1 if wrong or n_files < 200 else 0)
