"""The package of Python, `tools/python/oratory`, with the program that the variable ORATORY names.

    python package.py SITE

Needs the packages of requirements.txt. Says what differs, and fails.
"""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tools/python"))

import pandas
import polars

import oratory

site = sys.argv[1]

assert oratory.find_program() == os.environ["ORATORY"]

tables = oratory.load(site)
assert {"speeches", "turns", "paragraphs", "mentions", "entities", "co_mentions"} <= set(tables), tables.keys()
for name, columns in tables.items():
    lengths = {len(column) for column in columns.values()}
    assert len(lengths) == 1, (name, lengths)
    frames = pandas.DataFrame(columns), polars.DataFrame(columns, strict=False)
    assert len(frames[0]) == frames[1].height == lengths.pop(), name
mentions = pandas.DataFrame(tables["mentions"])
assert mentions[mentions.counted].groupby("entity").size()["tern-island"] >= 2

texts = ["Chen Yulan came to Tern Island.", {"id": "b", "lang": "zh", "text": "陈玉岚去了燕鸥岛。"}, {"id": "c", "lang": 7, "text": ""}]
answers = list(oratory.annotate(texts, site, lang="en"))
assert [answer["id"] for answer in answers] == [0, "b", "c"], answers
for text, answer in zip(["Chen Yulan came to Tern Island.", texts[1]["text"]], answers):
    assert [mention["entity"] for mention in answer["mentions"]] == ["chen-yulan", "tern-island"], answer
    for mention in answer["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["surface"], mention
assert answers[2]["error"] == "`lang` is not text" and answers[2]["line"] == 3, answers

# Rows of a table: whatever an id is, and where a cell is empty.
rows = pandas.DataFrame({"id": [7, 8], "text": texts[:1] * 2, "lang": ["en", None], "date": pandas.to_datetime(["2026-05-04", None])})
answers = list(oratory.annotate(rows.to_dict("records"), site, lang="en"))
assert [answer["id"] for answer in answers] == [7, 8] and all(len(answer["mentions"]) == 2 for answer in answers), answers

# More than any pipe holds, and a reader who breaks off.
many = oratory.annotate(("Chen Yulan, again. " * 50 for _ in range(20_000)), site, lang="en")
first = next(many)
assert len(first["mentions"]) == 50
many.close()
assert sum(1 for _ in oratory.annotate(("Chen Yulan." for _ in range(5_000)), site, lang="en")) == 5_000

# A day for all texts is a day.
[answer] = oratory.annotate(["a"], site, lang="en", date="soon")
assert answer["error"] == "`soon` is not a date", answer

with tempfile.TemporaryDirectory() as faulty:
    (Path(faulty) / "oratory.toml").write_text("titel = 'T'\n")
    try:
        oratory.load(faulty)
    except oratory.OratoryError as error:
        assert "did you mean `title`?" in str(error), error
    else:
        raise AssertionError("tables of a site with mistakes were given")

for call in [lambda: oratory.load("/nowhere"), lambda: list(oratory.annotate(["a"], "/nowhere", lang="en"))]:
    try:
        call()
    except oratory.OratoryError as error:
        assert "/nowhere" in str(error), error
    else:
        raise AssertionError("a folder that is no site was taken for one")


def broken():
    yield "Chen Yulan."
    raise KeyError("mine")


try:
    list(oratory.annotate(broken(), site, lang="en"))
except KeyError as error:
    assert error.args == ("mine",)
else:
    raise AssertionError("what the caller's texts raise was lost")
