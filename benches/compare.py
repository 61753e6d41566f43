#!/usr/bin/env python3
"""compare.py MENTIONS.csv MANIFEST.json: holds the mentions found against the corpus's ground truth, entity by entity.

Prints the share of entities and of mentions that agree, and every entity that differs; exits 1 below 99.9 %.
"""
import collections
import csv
import json
import sys


def main():
    found = collections.Counter()
    speeches = collections.defaultdict(set)
    with open(sys.argv[1], encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            if row["how"] != "label":
                found[row["entity"]] += 1
                speeches[row["entity"]].add((row["speech"], row["lang"]))
    with open(sys.argv[2], encoding="utf-8") as f:
        truth = {ident: t for table in json.load(f)["truth"].values() for ident, t in table.items()}
    differ = {e: (found[e], t["mentions"]) for e, t in truth.items()
              if found[e] != t["mentions"] or len(speeches[e]) != t["speeches"]}
    strangers = set(found) - set(truth)
    total = sum(t["mentions"] for t in truth.values())
    off = sum(abs(a - b) for a, b in differ.values()) + sum(found[e] for e in strangers)
    print(f"entities {len(truth)}, exact {len(truth) - len(differ)} ({1 - len(differ) / len(truth):.2%}); "
          f"mentions {sum(found.values())} of {total}, off by {off} ({1 - off / total:.4%})")
    for entity, (ours, theirs) in sorted(differ.items()):
        print(f"  {entity}: found {ours}, expected {theirs}")
    sys.exit(len(differ) > len(truth) / 1000 or bool(strangers))


if __name__ == "__main__":
    main()
