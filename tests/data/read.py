"""Opens the tables of a site in the readers that researchers use, and compares what they count.

    python read.py FOLDER        (FOLDER holds datapackage.json)

Needs the packages of requirements.txt. Says what differs, and fails.
"""

import json
import sys
from pathlib import Path

import duckdb
import frictionless
import pandas
import polars

folder = Path(sys.argv[1])
package = json.loads((folder / "datapackage.json").read_text("utf-8"))
faults = []

# Lengths, hashes, types, keys and links between tables, by the description itself. Parquet has a reader
# below.
described = dict(package, resources=[r for r in package["resources"] if r.get("format") != "parquet"])
frictionless.system.trusted = True
report = frictionless.Package.from_descriptor(described, basepath=str(folder)).validate()
for task in report.tasks:
    for error in task.errors:
        faults.append(f"frictionless: {task.name}: {error.message}")
faults += [f"frictionless: {error.message}" for error in report.errors]

# Every reader, every format: the same rows.
tables = [r["path"].removesuffix(".csv") for r in package["resources"] if r.get("format") == "csv"]
formats = {r["format"] for r in package["resources"] if "format" in r}
for table in tables:
    at = lambda ending: str(folder / f"{table}.{ending}")
    counts = {
        "pandas csv": len(pandas.read_csv(at("csv"))),
        "polars csv": polars.read_csv(at("csv"), infer_schema_length=None).height,
        "duckdb csv": duckdb.sql(f"select count(*) from read_csv('{at('csv')}', sample_size=-1)").fetchall()[0][0],
    }
    # JSON Lines without a line has no columns, which these readers refuse.
    if Path(at("jsonl")).stat().st_size > 0:
        counts["pandas jsonl"] = len(pandas.read_json(at("jsonl"), lines=True))
        counts["polars jsonl"] = polars.read_ndjson(at("jsonl"), infer_schema_length=None).height
        counts["duckdb jsonl"] = duckdb.sql(f"select count(*) from read_json('{at('jsonl')}')").fetchall()[0][0]
    elif counts["pandas csv"] != 0:
        faults.append(f"{table}.jsonl is empty")
    if "parquet" in formats:
        counts["polars parquet"] = polars.read_parquet(at("parquet")).height
        counts["duckdb parquet"] = duckdb.sql(f"select count(*) from '{at('parquet')}'").fetchall()[0][0]
    if len(set(counts.values())) != 1:
        faults.append(f"{table}: {counts}")

# A mention is where its offsets say; Python counts as the tables do.
texts = {}
for table, anchor, text in [("paragraphs", "paragraph", "text"), ("turns", "turn", "label")]:
    for line in (folder / f"{table}.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        texts[row["version"], anchor, row[anchor]] = row[text]
n_mentions = 0
for line in (folder / "mentions.jsonl").open(encoding="utf-8"):
    row = json.loads(line)
    place = "turn" if row["how"] == "label" else "paragraph"
    text = texts[row["version"], place, row["anchor"]]
    n_mentions += 1
    if text[row["start"] : row["end"]] != row["surface"]:
        faults.append(f"mentions: {row['version']} {row['anchor']}: {row['surface']}")

# Who is named how often by year: from the mentions, and from the table that says it.
counted = duckdb.sql(
    f"""select entity, year, count(*) as mentions from read_json('{folder}/mentions.jsonl')
        where counted group by all order by all"""
).fetchall()
said = duckdb.sql(
    f"""select entity, year, mentions from read_csv('{folder}/counts_by_year.csv')
        where mentions > 0 order by all"""
).fetchall()
if counted != said:
    faults.append(f"counts_by_year: {len(said)} rows, by the mentions {len(counted)}")

for fault in faults[:40]:
    print(fault)
print(f"{len(tables)} tables, {n_mentions} mentions, {len(faults)} faults")
sys.exit(bool(faults))
