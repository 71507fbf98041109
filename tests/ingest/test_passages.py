from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.model import Article, ArticleKind, Item, Paragraph, Passage, Regulation, Subitem
from ingest.passages import EMBEDDED, LONG, SPLIT, passages

LEAD = "借出物品应当登记，有下列情形之一的，不得借出："
ITEMS = ("（一）公章；", "（二）下列设备：\n1.服务器；\n2.交换机。")
TAIL = "特殊情况由负责人批准。"


class Writer:
    """Builds canonical text and its parts together, so that the offsets are right."""

    def __init__(self) -> None:
        self.text = ""
        self.articles: list[Article] = []

    def put(self, text: str) -> tuple[int, int]:
        if self.text:
            self.text += "\n"
        start = len(self.text)
        self.text += text
        return start, len(self.text)

    def article(
        self,
        address: str,
        paragraphs: Sequence[tuple[str, Sequence[str]]],
        kind: ArticleKind = "article",
        path: tuple[str, ...] = ("第一章 总则",),
        title: str = "",
    ) -> None:
        start = len(self.text) + 1 if self.text else 0
        made = []
        for number, (lead, items) in enumerate(paragraphs, start=1):
            begin, lead_end = self.put((f"{address} " if number == 1 else "") + lead)
            if number == 1:
                begin += len(address) + 1
            parts = tuple(self._item(n, text) for n, text in enumerate(items, start=1))
            made.append(Paragraph(number, begin, len(self.text), lead_end, parts))
        self.articles.append(Article(address, kind, 1, 0, title, path, start, len(self.text), tuple(made)))

    def _item(self, number: int, text: str) -> Item:
        begin, end = self.put(text)
        cuts = [begin + text.index(marker) for marker in ("1.", "2.") if marker in text] + [end]
        subs = tuple(Subitem(n, f"{n}.", a, b) for n, (a, b) in enumerate(pairwise(cuts), start=1))
        return Item(number, text[:3], begin, end, cuts[0], subs)

    def regulation(self) -> Regulation:
        return Regulation("r1", "借用办法", False, self.text, (), tuple(self.articles), ())


def _quote(regulation: Regulation, passage: Passage) -> str:
    return "\n".join(regulation.text[start:end] for start, end in passage.spans)


def test_an_article_with_items_and_a_further_paragraph() -> None:
    writer = Writer()
    writer.article("第三条", [(LEAD, ITEMS), (TAIL, ())], title="限制")
    regulation = writer.regulation()
    made = passages(regulation)
    assert [(each.id, each.kind, each.label) for each in made] == [
        ("r1#第三条/全条", "article", ""),
        ("r1#第三条/第一款第（一）项", "item", "第一款第（一）项"),
        ("r1#第三条/第一款第（二）项", "item", "第一款第（二）项"),
        ("r1#第三条/第一款第（二）项第1目", "subitem", "第一款第（二）项第1目"),
        ("r1#第三条/第一款第（二）项第2目", "subitem", "第一款第（二）项第2目"),
        ("r1#第三条/第二款", "paragraph", "第二款"),
    ]
    assert _quote(regulation, made[0]) == regulation.text
    assert _quote(regulation, made[1]) == f"{LEAD}\n{ITEMS[0]}"
    assert _quote(regulation, made[2]) == f"{LEAD}\n{ITEMS[1]}"
    assert _quote(regulation, made[4]) == f"{LEAD}\n（二）下列设备：\n2.交换机。"
    assert _quote(regulation, made[5]) == TAIL
    assert all(each.text == _quote(regulation, each) for each in made)
    assert {each.context for each in made} == {"借用办法 第一章 总则 限制"}
    assert {each.article_id for each in made} == {"r1#第三条"}


def test_a_single_plain_paragraph_is_one_passage() -> None:
    writer = Writer()
    writer.article("第一条", [("为了管好物品，制定本办法。", ())])
    regulation = writer.regulation()
    (only,) = passages(regulation)
    assert (only.id, only.label, only.kind) == ("r1#第一条/全条", "", "paragraph")
    assert only.text == "为了管好物品，制定本办法。"


def test_a_long_plain_paragraph_is_searched_by_sentence_too() -> None:
    sentences = [f"第{n}类物品" + "应当登记并妥善保管" * 8 + "。" for n in "甲乙丙"]
    writer = Writer()
    writer.article("第一条", [("".join(sentences) + "特此说明。", ())])
    regulation = writer.regulation()
    made = passages(regulation)
    assert [each.id.rpartition("/")[2] for each in made] == ["全条", "s1", "s2", "s3"]
    assert len({each.id for each in made}) == len(made)
    assert {each.kind for each in made} == {"paragraph"}
    # A sentence too short to stand alone goes with the one before it, and no character is lost.
    assert "".join(each.text for each in made[1:]) == made[0].text
    assert made[3].text.endswith("特此说明。")


def test_a_long_sentence_is_cut_at_semicolons_and_a_short_paragraph_is_not() -> None:
    clauses = "；".join("各部门应当按时登记并妥善保管借出物品" * 4 for _ in range(3)) + "。"
    assert len(clauses) > LONG
    writer = Writer()
    writer.article("第一条", [(clauses, ())])
    writer.article("第二条", [("物品应当登记并且妥善保管。借出的物品应当按时归还。", ())])
    made = passages(writer.regulation())
    assert [each.id for each in made] == [
        "r1#第一条/全条",
        "r1#第一条/全条/s1",
        "r1#第一条/全条/s2",
        "r1#第一条/全条/s3",
        "r1#第二条/全条",
    ]


def test_a_long_article_keeps_its_span_and_embeds_its_beginning() -> None:
    writer = Writer()
    writer.article("第一条", [("登" * 500, ()), ("记" * 500, ())])
    regulation = writer.regulation()
    whole = passages(regulation)[0]
    assert whole.spans == ((0, len(regulation.text)),)
    assert whole.text == regulation.text[:EMBEDDED]


def test_an_article_without_parts_and_one_without_text() -> None:
    regulation = Regulation(
        "r1", "甲", False, "附件2\n ", (), (Article("附件2", "annex", None, 0, "", (), 0, 3, ()),), ()
    )
    assert [each.text for each in passages(regulation)] == ["附件2"]
    empty = Paragraph(1, 4, 5, 5)
    article = Article("第一条", "article", 1, 0, "", (), 4, 5, (empty,))
    assert passages(Regulation("r1", "甲", False, "附件2\n ", (), (article,), ())) == []


def test_a_number_printed_twice_gives_two_ids() -> None:
    writer = Writer()
    writer.article("第一条", [(LEAD, ("（一）公章；", "（一）印泥。"))])
    article = writer.articles[0]
    first, second = article.paragraphs[0].items
    twice = Item(1, second.marker, second.start, second.end, second.lead_end)
    part = article.paragraphs[0]
    paragraph = Paragraph(1, part.start, part.end, part.lead_end, (first, twice))
    changed = Article("第一条", "article", 1, 0, "", (), article.start, article.end, (paragraph,))
    made = passages(Regulation("r1", "甲", False, writer.text, (), (changed,), ()))
    assert [each.id for each in made][1:] == ["r1#第一条/第（一）项", "r1#第一条/第（一）项~2"]


def test_texts_without_articles() -> None:
    writer = Writer()
    writer.article(
        "二（六）", [("做好下列工作：", ("（1）登记；", "（2）归还。"))], kind="section", path=("二、工作安排",)
    )
    assert [each.id for each in passages(writer.regulation())] == [
        "r1#二（六）/全条",
        "r1#二（六）/（1）",
        "r1#二（六）/（2）",
    ]


def test_only_the_parts_of_a_long_article_have_vectors_of_their_own() -> None:
    short, long = Writer(), Writer()
    short.article("第一条", [(LEAD, ITEMS), (TAIL, ())])
    long.article("第一条", [(LEAD, (ITEMS[0], ITEMS[1], "（三）" + "其他物品，" * SPLIT)), (TAIL, ())])
    embedded = [p.label for p in passages(short.regulation()) if p.embedded]
    assert embedded == [""], "one vector stands for the whole"
    assert all(p.embedded for p in passages(long.regulation()))
