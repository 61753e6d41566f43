"""Oratory's tables and its annotation, for Python.

    tables = oratory.load("talks")
    mentions = pandas.DataFrame(tables["mentions"])

    for answer in oratory.annotate(["Chen Yulan came."], "talks", lang="en"):
        print(answer["mentions"])

The package runs the program that its wheel carries, and does nothing a second time: what is found and
how it is counted is the program's word. It needs nothing but Python.
"""

from __future__ import annotations

import collections
import datetime
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import threading
from pathlib import Path
from typing import IO, Any, Deque, Dict, Iterable, Iterator, List, Mapping, Optional, TypedDict, Union

__all__ = [
    "Ambiguous",
    "Annotated",
    "Mention",
    "OratoryError",
    "Table",
    "Text",
    "annotate",
    "find_program",
    "load",
]

#: A table: a list of values for each column, as ``pandas.DataFrame`` and ``polars.DataFrame`` take it.
Table = Dict[str, List[Any]]

#: A text: the words alone, or a mapping with ``text`` and perhaps ``id``, ``lang`` and ``date``.
Text = Union[str, Mapping[str, Any]]


class Mention(TypedDict):
    """An entity that a text names: ``text[start:end] == surface``."""

    entity: str
    kind: str
    surface: str
    start: int
    end: int


class Ambiguous(TypedDict):
    """A name in a text that could be several entities; which one is not decided."""

    entities: List[str]
    surface: str
    start: int
    end: int


class Annotated(TypedDict, total=False):
    """The answer to a text: ``mentions`` and ``ambiguous``, or an ``error`` that says why there are none."""

    id: Any
    mentions: List[Mention]
    ambiguous: List[Ambiguous]
    error: str
    #: Of a text with an ``error``: which one it was, from 1.
    line: int


class OratoryError(Exception):
    """What the program says where it refuses: a site with mistakes, a folder that is none."""


def find_program() -> str:
    """The path of the program: the variable ``ORATORY``, else that of this wheel, else that of ``PATH``."""
    named = os.environ.get("ORATORY")
    if named:
        return named
    name = "oratory" + (sysconfig.get_config_var("EXE") or "")
    beside = [sysconfig.get_path("scripts"), os.path.dirname(sys.executable)]
    if sys.version_info >= (3, 10):
        # What `pip install --user` installs.
        beside.append(sysconfig.get_path("scripts", sysconfig.get_preferred_scheme("user")))
    for folder in beside:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
    on_path = shutil.which("oratory")
    if on_path is None:
        raise OratoryError("the program `oratory` is not installed: `pip install oratory`, or name it by the variable ORATORY")
    return on_path


def load(folder: Union[str, "os.PathLike[str]"]) -> Dict[str, Table]:
    """The tables of the site in ``folder``, by name: ``speeches``, ``turns``, ``paragraphs``, ``mentions``,
    ``entities``, ``names``, ``facts``, ``co_mentions``, ``counts_by_year``, ``years``.

    Columns are those of ``datapackage.json``; where a row says nothing there is ``None``.
    """
    with tempfile.TemporaryDirectory(prefix="oratory-") as out:
        described = os.path.join(out, "datapackage.json")
        _run(folder, "export", "tables-jsonl", "--out", out)
        _run(folder, "export", "datapackage", "--out", described)
        package = json.loads(Path(described).read_text("utf-8"))
        columns = {
            Path(resource["path"]).stem: [field["name"] for field in resource["schema"]["fields"]]
            for resource in package["resources"]
            if "fields" in resource.get("schema", {})
        }
        paths = sorted(Path(out, "data").glob("*.jsonl"))
        return {path.stem: _columns(path, columns.get(path.stem, [])) for path in paths}


def annotate(
    texts: Iterable[Text],
    registry: Union[str, "os.PathLike[str]"],
    *,
    lang: Optional[str] = None,
    date: Optional[str] = None,
) -> Iterator[Annotated]:
    """Whom of the registry in the folder ``registry``, a site, each text names: an answer for each text, in
    order, while they are still being read.

    ``lang`` and ``date`` hold for texts that do not say their own; the ``id`` of a text without one is its
    number, from 0.
    """
    command = _command(registry, "annotate", "--jsonl", "--quiet")
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said)
        assert process.stdin is not None and process.stdout is not None
        writer = _Writer(texts, process.stdin, lang, date)
        writer.start()
        try:
            for line in process.stdout:
                answer: Annotated = json.loads(line)
                # In order, so that an id may be anything, and is given back as it was.
                answer["id"] = writer.ids.popleft()
                yield answer
            writer.join()
            if process.wait() != 0:
                raise OratoryError(_read(said))
            if writer.failure is not None:
                raise writer.failure
        finally:
            # Whoever breaks off has seen enough.
            process.kill()
            process.stdout.close()
            process.wait()


class _Writer(threading.Thread):
    """Gives texts to the program while its answers are read: both would wait for each other otherwise."""

    def __init__(self, texts: Iterable[Text], to: IO[bytes], lang: Optional[str], date: Optional[str]) -> None:
        super().__init__(daemon=True)
        self.texts = texts
        self.to = to
        self.usual = {"lang": lang, "date": date}
        #: Those of the texts that have not been answered yet.
        self.ids: Deque[Any] = collections.deque()
        #: What iterating over the texts raised.
        self.failure: Optional[BaseException] = None

    def run(self) -> None:
        try:
            with self.to:
                for number, text in enumerate(self.texts):
                    fields: Mapping[str, Any] = {"text": text} if isinstance(text, str) else text
                    asked = {"id": number}
                    for name in ("text", "lang", "date"):
                        asked[name] = _told(fields.get(name), self.usual.get(name))
                    self.ids.append(fields.get("id", number))
                    self.to.write(json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        except (BrokenPipeError, ConnectionResetError):
            # The program has ended; it says why.
            pass
        except BaseException as failure:  # Raised again where the answers are read.
            self.failure = failure


def _told(value: Any, usual: Any) -> Any:
    """A value of a row as JSON has it: what tables write for nothing is nothing, and a date is a text."""
    is_nothing = value is None or type(value).__name__ == "NAType"
    if is_nothing or (not isinstance(value, str) and value != value):
        value = usual
    return value.isoformat()[:10] if isinstance(value, datetime.date) else value


def _columns(path: Path, names: List[str]) -> Table:
    """The rows of a table as columns: those of ``names`` even where there is no row."""
    table: Table = {name: [] for name in names}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            for name in row:
                table.setdefault(name, [None] * number)
            for name, column in table.items():
                column.append(row.get(name))
    return table


def _command(folder: Union[str, "os.PathLike[str]"], *arguments: str) -> List[str]:
    return [find_program(), "-C", os.fspath(folder), *arguments]


def _run(folder: Union[str, "os.PathLike[str]"], *arguments: str) -> None:
    done = subprocess.run(_command(folder, *arguments, "--quiet"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise OratoryError(done.stderr.decode("utf-8", "replace").strip())


def _read(said: IO[bytes]) -> str:
    said.seek(0)
    return said.read().decode("utf-8", "replace").strip()
