#!/usr/bin/env python3
"""Measures how names are found on a public collection of texts whose names are marked by hand.

    tools/names-against-gold.py LANG GOLD [LEMMAS.conllu] [--binary ORATORY] [--show]

GOLD is an `.iob2` file of Universal NER (one token a line, its tag in the third column), a `.tsv` file with token and tag,
or the JSON of the Japanese collection of Wikipedia sentences (`text`, `entities` with `span`). With a CoNLL-U file of the same
sentences, an entity is listed by its base form alone, as an editor would; without, as it is written. A name of several words has a
base form only if all are proper nouns: the base form of an adjective is seldom the one that a name has.

Every sentence is a paragraph of a site that looks for all names (`auto = "all"`), and every name marked anywhere in the file is an
entity. A mention is right where its first and last characters are those of a marked name; an ending behind a sign
(`NATO-a`, `EU:n`) may be with it or not. Prints precision and recall; what is
found where the collection marks nothing counts as wrong, also where the collection forgot it."""
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

KINDS = {"PER": "people", "LOC": "places", "ORG": "organizations", "GPE": "places", "FAC": "places",
         "人名": "people", "地名": "places", "法人名": "organizations", "政治的組織名": "organizations", "その他の組織名": "organizations"}
SENTENCES_A_SPEECH = 200


def aligned(text, tokens):
    """Where each token stands in the text; None where it does not."""
    at, places = 0, []
    for token in tokens:
        start = text.find(token, at)
        if start < 0 or text[at:start].strip():
            return None
        at = start + len(token)
        places.append((start, at))
    return places


def spans(tags):
    """First and last token of each marked name, with its type."""
    found, start = [], None
    for index, tag in enumerate(tags + ["O"]):
        if start is not None and not tag.startswith("I-"):
            found.append((start, index, tags[start][2:]))
            start = None
        if tag.startswith("B-"):
            start = index
    return found


def blocks(path):
    for block in path.read_text(encoding="utf8").split("\n\n"):
        lines = block.split("\n")
        about = dict(line[2:].split(" = ", 1) for line in lines if line.startswith("# ") and " = " in line)
        rows = [re.split(r"\t", line) for line in lines if line and not line.startswith(("#", "-DOCSTART-"))]
        if rows:
            yield about, rows


def lemmas_of(path):
    """By the text of a sentence: word, base form and part of speech of each of its tokens."""
    known = {}
    for about, rows in blocks(path):
        words = [row for row in rows if row[0].isdigit()]
        known[about.get("text", "")] = [(row[1], row[2], row[3]) for row in words]
    return known


def base_form(token, lemma):
    """A base form with its capital, which some collections leave out."""
    lemma = lemma.replace("#", "").replace("_", "")
    return lemma[:1].upper() + lemma[1:] if token[:1].isupper() else lemma


def sentences(path, lemmas):
    """Each sentence with its marked names: start, end, type, base form."""
    if path.suffix == ".json":
        for one in json.loads(path.read_text(encoding="utf8")):
            names = [(*name["span"], name["type"], name["name"]) for name in one["entities"]]
            yield one["text"], names
        return
    by_words = {tuple(word for word, _, _ in of): (text, of) for text, of in lemmas.items()}
    for about, rows in blocks(path):
        rows = [row for row in rows if "-" not in row[0] or not row[0][0].isdigit()]
        if path.suffix == ".tsv":
            tokens, tags = [row[0] for row in rows], [row[-1] for row in rows]
            text, of = by_words.get(tuple(tokens), (" ".join(tokens), None))
        else:
            tokens, tags = [row[1] for row in rows], [row[2] for row in rows]
            text, of = about["text"], lemmas.get(about["text"])
        places = aligned(text, tokens)
        if places is None:
            continue
        names = []
        for first, last, kind in spans(tags):
            start, end = places[first][0], places[last - 1][1]
            base = text[start:end]
            if of and len(of) == len(tokens) and all(part[2] == "PROPN" for part in of[first:last]):
                base = " ".join(base_form(token, part[1]) for token, part in zip(tokens[first:last], of[first:last]))
            names.append((start, end, kind, base))
        yield text, names


def escaped(text):
    return re.sub(r"([\\`*_{}\[\]<>#+\-!|~$&^=:.()])", r"\\\1", text)


def build(site, lang, gold):
    (site / "oratory.toml").write_text(f'title = "T"\nlanguages = ["{lang}"]\n[annotate]\nauto = "all"\n[kinds.organizations]\nsingular = "organization"\n', encoding="utf8")
    ids = {}
    for _, names in gold:
        for _, _, kind, base in names:
            if kind in KINDS and base.strip():
                # One name is one entity, whatever its type is called: types differ within a collection.
                ids.setdefault(base, (f"e{len(ids)}", KINDS[kind]))
    for base, (ident, kind) in ids.items():
        folder = site / "content" / kind
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{ident}.md").write_text(f"---\nname: {json.dumps(base, ensure_ascii=False)}\n---\n", encoding="utf8")
    (site / "content/speeches").mkdir(parents=True)
    for number in range(0, len(gold), SENTENCES_A_SPEECH):
        part = gold[number:number + SENTENCES_A_SPEECH]
        body = "\n\n".join(escaped(" ".join(text.split("\n"))) for text, _ in part)
        (site / f"content/speeches/s{number}.{lang}.md").write_text(f"---\ntitle: T\ndate: 2020-01-01\n---\n\n{body}\n", encoding="utf8")


def main():
    arguments = sys.argv[1:]
    show = "--show" in arguments
    binary = arguments[arguments.index("--binary") + 1] if "--binary" in arguments else "oratory"
    words = [word for word in arguments if not word.startswith("--") and word != binary]
    lang, path = words[0], pathlib.Path(words[1])
    lemmas = lemmas_of(pathlib.Path(words[2])) if len(words) > 2 else {}
    gold = [(text, names) for text, names in sentences(path, lemmas) if text.strip()]

    with tempfile.TemporaryDirectory() as folder:
        site = pathlib.Path(folder)
        build(site, lang, gold)
        run = subprocess.run([binary, "export", "mentions"], cwd=site, capture_output=True, text=True, check=True)
    found = collections.defaultdict(set)
    for line in run.stdout.splitlines():
        mention = json.loads(line)
        if mention["how"] != "label":
            number = int(mention["speech"][1:]) + int(mention["paragraph"][1:]) - 1
            found[number].add((mention["start"], mention["end"]))

    def same(span, other, text):
        """One span, or one with an ending behind a sign."""
        (start, end), (begin, stop) = span, other
        rest = text[min(end, stop):max(end, stop)]
        return start == begin and (not rest or re.fullmatch(r"[-:’'‑][^\W\d]{1,4}", rest))

    right = wrong = missed = 0
    for number, (text, names) in enumerate(gold):
        marked = {(start, end) for start, end, kind, _ in names if kind in KINDS}
        others = {one for one in found[number] if not any(same(one, name, text) for name in marked)}
        lost = {name for name in marked if not any(same(one, name, text) for one in found[number])}
        right += len(marked) - len(lost)
        wrong += len(others)
        missed += len(lost)
        if show:
            for start, end in sorted(others):
                print(f"+ {text[max(0, start - 25):start]}⟦{text[start:end]}⟧{text[end:end + 25]}")
            for start, end in sorted(lost):
                print(f"- {text[max(0, start - 25):start]}⟦{text[start:end]}⟧{text[end:end + 25]}")
    print(f"{lang} {path.name}: {len(gold)} sentences, {right + missed} names, precision {right / max(1, right + wrong):.3f}, recall {right / max(1, right + missed):.3f}")


main()
