"""A regulation as a page: facts, contents, articles in the order of the text, links of references, editions."""

from __future__ import annotations

from dataclasses import replace

from app.pages.links import Links
from app.pages.pieces import Piece, lines, marked
from app.pages.reading import day, read, source_named
from ingest.model import Heading, Place, Reference, Regulation, Segment, Source


def with_references(regulation: Regulation, *references: Reference) -> Regulation:
    return replace(regulation, references=references)


def reference(regulation: Regulation, words: str, **what: object) -> Reference:
    start = regulation.text.index(words)
    return Reference(start, start + len(words), "第二条", **what)  # type: ignore[arg-type]


def test_articles_stand_below_their_headings_in_the_order_of_the_text(regulation: Regulation) -> None:
    at = [article.start for article in regulation.articles]
    headings = (
        Heading(3, "第一章 借", at[1], at[1]),
        Heading(4, "第一节 还", at[1], at[1]),
        Heading(3, "第二章", at[2], 0),
    )
    reading = read(replace(regulation, headings=headings), {"r1": regulation}, "/tw")
    shape = [(part.title, part.depth, [unit.address for unit in part.units]) for part in reading.parts]
    assert shape == [
        ("", 0, ["第一条"]),
        ("第一章 借", 0, []),
        ("第一节 还", 1, ["第二条"]),
        ("第二章", 0, ["第三条"]),
    ]
    assert [part.anchor for part in reading.parts] == ["", "目录1", "目录2", "目录3"]
    plain = read(regulation, {"r1": regulation})
    assert [[unit.address for unit in part.units] for part in plain.parts] == [["第一条", "第二条", "第三条"]]
    assert reading.asking == "/tw/?regulation=r1"


def test_every_character_of_an_article_is_shown_once_items_indented(regulation: Regulation) -> None:
    article = regulation.articles[1]
    linked = reference(regulation, "普通图书", targets=("第三条",), regulation_id="r1")
    shown = lines(regulation, article, [linked], Links({"r1": regulation}))
    assert [line.depth for line in shown] == [0, 1, 1]
    text = "\n".join("".join(piece.text for piece in line.pieces) for line in shown)
    assert text == regulation.text[article.start : article.end]
    [link] = [piece for line in shown for piece in line.pieces if piece.href]
    assert link == Piece("普通图书", href="/browse/r1#%E7%AC%AC%E4%B8%89%E6%9D%A1", title="《图书室借阅办法》第三条")


def test_where_references_lead(regulation: Regulation) -> None:
    other = replace(regulation, id="甲 办法/1", headings=(Heading(3, "第一章 借阅", 0, 5),))
    links = Links({"r1": regulation, other.id: other}, "/tw")

    def href(*targets: str, regulation_id: str | None = other.id, problem: str = "") -> str | None:
        found = links.reference(Reference(0, 1, "第一条", "", targets, regulation_id, problem))
        return found and found.href.removeprefix("/tw/browse/%E7%94%B2%20%E5%8A%9E%E6%B3%95%2F1")

    assert href("第二条第（一）项", "第三条") == "#%E7%AC%AC%E4%BA%8C%E6%9D%A1"
    assert href("第一章 借阅") == "#%E7%9B%AE%E5%BD%951"
    assert href() == href("第二十条") == href("第二条第九款") == ""  # the regulation as a whole
    assert href("第二条", regulation_id=None) is None  # 《…》 that is not served
    assert href("第二条", regulation_id="withdrawn") is None
    assert href("第二条", problem="没有这一条") is None


def test_overlapping_and_foreign_spans_do_not_garble_the_text() -> None:
    text = "甲乙丙丁戊"
    assert marked(text, (1, 5), [(0, 2), (2, 3), (2, 4), (4, 5)]) == (
        Piece("乙"),
        Piece("丙", mark=True),
        Piece("丁"),
        Piece("戊", mark=True),
    )


def test_other_editions_and_which_is_in_force(regulation: Regulation) -> None:
    old = replace(regulation, id="old", effective="2010-01-01", status="已被修订")
    draft = replace(
        regulation, id="new", title="图书室借阅办法（2031年修订）", effective="2031-05-01", status="尚未施行"
    )
    another = replace(regulation, id="x", title="图书室开放办法")
    known = {each.id: each for each in (old, regulation, draft, another)}
    reading = read(old, known)
    assert reading.asking == "/?regulation=old&as_of=2010-01-01"
    assert [(each.href, each.status, each.since) for each in reading.editions] == [
        ("/browse/new", "尚未施行", "2031年5月1日"),
        ("/browse/r1", "现行有效", "2020年2月1日"),
    ]
    assert reading.in_force is not None and reading.in_force.href == "/browse/r1"
    assert read(regulation, known).in_force is None


def test_facts_that_are_known(regulation: Regulation) -> None:
    known = dict(read(regulation, {"r1": regulation}).facts)
    assert known == {"发布机关": "图书室", "发布日期": "2020年1月2日", "施行日期": "2020年2月1日"}
    assert day(None) is None


def test_a_source_names_only_the_pages_that_are_the_regulations() -> None:
    places = tuple(Place(10 * page, 10 * page + 10, page, "") for page in range(1, 9))
    source = Source("公报.pdf", "0", (Segment(0, 25, 35, 60),), format="pdf", places=places)
    assert source_named(source) == "公报.pdf 第3—5页"
    assert source_named(replace(source, segments=(Segment(0, 5, 31, 36),))) == "公报.pdf 第3页"
    assert source_named(Source("a.txt", "0", (Segment(0, 5, 0, 5),))) == "a.txt"
    assert source_named(replace(source, segments=())) == "公报.pdf"
