"""A BEIR folder of statutes: corpus, questions and judgements, and the same corpus as regulations with addresses."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.grammar.paragraphs import paragraphs
from ingest.grammar.placed import place
from ingest.grammar.statute import article_address
from ingest.lines.line import Line
from ingest.lines.mapped import Mapped
from ingest.model import Article, Regulation, Source, article_id
from ingest.parse import regulation_id

CORPUS = "corpus.jsonl"
QUERIES = "queries.jsonl"
JUDGEMENTS = "qrels"
_HEAD = ("query-id", "corpus-id", "score")


class BeirError(Exception):
    """A BEIR folder that cannot be used; the message is Chinese, names file and line and says what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """One row of the corpus: an article. ``number`` and ``inserted`` are 44 and 1 for 第四十四条之一, and None and 0
    where the row's metadata does not say; ``line`` is its line in the file, from 1."""

    title: str
    text: str
    number: int | None
    inserted: int
    line: int


@dataclass(frozen=True, slots=True)
class Beir:
    """A loaded folder: ``documents`` and ``queries`` by id, in the order of their files; ``sha256`` is the corpus's."""

    folder: Path
    documents: Mapping[str, Document]
    queries: Mapping[str, str]
    sha256: str

    def qrels(self, split: str) -> dict[str, dict[str, int]]:
        """The judgements of qrels/``split``.tsv: query id → {document id: grade}, grades above 0 only. Raises
        :class:`BeirError`, also where a judgement names a query or a document that is not in the folder."""
        path = self.folder / JUDGEMENTS / f"{split}.tsv"
        found: dict[str, dict[str, int]] = {}
        for number, line in enumerate(_read(path).decode("utf-8-sig").split("\n"), start=1):
            cells = tuple(cell.strip() for cell in line.split("\t"))
            if not line.strip() or (number == 1 and cells == _HEAD):
                continue
            if len(cells) != len(_HEAD) or not cells[2].lstrip("-").isdigit():
                raise _wrong(path, number, "应为以制表符隔开的三列：query-id、corpus-id、score（整数）")
            query, document, grade = cells[0], cells[1], int(cells[2])
            if query not in self.queries:
                raise _wrong(path, number, f"{QUERIES} 里没有问题“{query}”")
            if document not in self.documents:
                raise _wrong(path, number, f"{CORPUS} 里没有条文“{document}”")
            if grade > 0:
                found.setdefault(query, {})[document] = grade
        if not found:
            raise BeirError(f"{path} 里没有一条大于 0 的标注，无从评测。请检查 --split。")
        return found


def load_beir(folder: Path) -> Beir:
    """Read ``folder``: corpus.jsonl and queries.jsonl. Raises :class:`BeirError` for the first fault."""
    path = folder / CORPUS
    documents: dict[str, Document] = {}
    for line, identity, row in _rows(path):
        metadata = row.get("metadata") or {}
        number = _count(path, line, metadata, "article", 1)
        inserted = _count(path, line, metadata, "article_suffix", 0) or 0
        documents[identity] = Document(
            _words(path, line, row, "title"), _words(path, line, row, "text"), number, inserted, line
        )
    asked = folder / QUERIES
    queries = {identity: _words(asked, line, row, "text") for line, identity, row in _rows(asked)}
    return Beir(folder, documents, queries, hashlib.sha256(_read(path)).hexdigest())


def regulations(beir: Beir) -> tuple[list[Regulation], dict[str, str]]:
    """The corpus as regulations, one for each title in the order of the file, one article for each row in the order of
    their numbers; and which document each article is: {article id: document id}.

    Raises :class:`BeirError` where a row has no article number, or two rows have the same.
    """
    path = beir.folder / CORPUS
    rows: dict[str, dict[tuple[int, int], str]] = {}
    for identity, document in beir.documents.items():
        if document.number is None:
            raise _wrong(path, document.line, "metadata 里没有条号 article，条文没有地址，无法引用")
        place_of = rows.setdefault(document.title, {})
        other = place_of.setdefault((document.number, document.inserted), identity)
        if other != identity:
            address = article_address(document.number, document.inserted)
            first = beir.documents[other].line
            raise _wrong(path, document.line, f"《{document.title}》{address}与第 {first} 行重复")
    made: list[Regulation] = []
    known: dict[str, str] = {}
    for title, numbered in rows.items():
        regulation = _regulation(title, {at: beir.documents[numbered[at]].text for at in sorted(numbered)}, beir.sha256)
        made.append(regulation)
        for article, at in zip(regulation.articles, sorted(numbered), strict=True):
            known[article_id(regulation.id, article.address)] = numbered[at]
    return made, known


def _regulation(title: str, texts: Mapping[tuple[int, int], str], sha256: str) -> Regulation:
    pieces = [title]
    articles: list[Article] = []
    start = len(title) + 1
    for (number, inserted), text in texts.items():
        address = article_address(number, inserted)
        first, *more = [line.strip() for line in text.split("\n") if line.strip()]
        lines = [Line(Mapped.of(line)) for line in (f"{address} {first}", *more)]
        placed = place(lines, start)
        placed[0] = placed[0].after(len(address) + 1)
        end = placed[-1].end
        articles.append(Article(address, "article", number, inserted, "", (), start, end, paragraphs(placed)))
        pieces += [line.text for line in lines]
        start = end + 1
    whole = "\n".join(pieces)
    return Regulation(
        regulation_id(title, None, whole), title, False, whole, (), tuple(articles), (Source(CORPUS, sha256, ()),)
    )


def _rows(path: Path) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """(line, id, row) of a file of JSON objects that each have an ``_id`` of their own."""
    first: dict[str, int] = {}
    for number, line in enumerate(_read(path).decode("utf-8-sig").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            raise _wrong(path, number, "不是有效的 JSON") from None
        if not isinstance(row, dict):
            raise _wrong(path, number, "应为一个 JSON 对象")
        identity = row.get("_id")
        if not isinstance(identity, str) or not identity:
            raise _wrong(path, number, "缺少编号 _id")
        if identity in first:
            raise _wrong(path, number, f"编号“{identity}”与第 {first[identity]} 行重复")
        first[identity] = number
        yield number, identity, row
    if not first:
        raise BeirError(f"{path} 是空的。请指定 BEIR 格式的文件夹。")


def _words(path: Path, line: int, row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(path, line, f"字段 {name} 缺失或为空")
    return value.strip()


def _count(path: Path, line: int, metadata: Any, name: str, least: int) -> int | None:
    if not isinstance(metadata, dict):
        raise _wrong(path, line, "metadata 应为一个 JSON 对象")
    value = metadata.get(name)
    if value is not None and (type(value) is not int or value < least):
        raise _wrong(path, line, f"metadata.{name} 应为不小于 {least} 的整数")
    return value


def _read(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
        raw.decode("utf-8")
    except OSError as error:
        raise BeirError(
            f"{path} 读不出来（{error.strerror}）。BEIR 文件夹应有 {CORPUS}、{QUERIES} 和 {JUDGEMENTS}/名称.tsv。"
        ) from error
    except UnicodeDecodeError as error:
        raise BeirError(f"{path} 不是 UTF-8 编码，请另存为 UTF-8。") from error
    return raw


def _wrong(path: Path, line: int, message: str) -> BeirError:
    return BeirError(f"{path} 第 {line} 行：{message}。请改正后再运行。")
