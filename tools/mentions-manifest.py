#!/usr/bin/env python3
"""Holds the mentions of a generated corpus against its manifest.

    tools/mentions-manifest.py SITE MANIFEST [ORATORY]

SITE is the corpus as a site of ours; MANIFEST has under `truth`, by kind and id, in how many speeches an entity is named
and how often. Prints every entity whose counts differ, with ours first; exits 1 if there is one."""
import collections
import json
import subprocess
import sys

site, manifest = sys.argv[1:3]
oratory = sys.argv[3] if len(sys.argv) > 3 else "oratory"
command = [oratory, "export", "mentions"]
lines = subprocess.run(command, cwd=site, capture_output=True, check=True, text=True).stdout

mentions, speeches = collections.Counter(), collections.defaultdict(set)
for line in lines.splitlines():
    mention = json.loads(line)
    if mention["how"] != "label":
        mentions[mention["entity"]] += 1
        speeches[mention["entity"]].add(mention["speech"])

n_wrong, known = 0, set()
for kind, entities in json.load(open(manifest, encoding="utf8"))["truth"].items():
    for entity, truth in entities.items():
        known.add(entity)
        ours = (len(speeches[entity]), mentions[entity])
        theirs = (truth["speeches"], truth["mentions"])
        if ours != theirs:
            n_wrong += 1
            print(f"{kind}/{entity}: {ours[0]} speeches, {ours[1]} mentions; not {theirs[0]}, {theirs[1]}")
for entity in sorted(mentions.keys() - known):
    n_wrong += 1
    print(f"{entity}: {mentions[entity]} mentions; the manifest has none")
print(f"{sum(mentions.values())} mentions, {n_wrong} entities differ")
sys.exit(n_wrong > 0)
