"""Numerals, citations and enumerations of addresses: what is written is read back, whatever it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.address import Citation
from ingest.citation import find, parse
from ingest.numeral import MAX_NUMERAL, format_numeral, parse_numeral
from ingest.references.written import read_addresses

# The same examples in every run: a failure is a change of the code, not of the dice.
always = settings(derandomize=True, deadline=None, max_examples=80)

ARABIC = str.maketrans("0123456789", "０１２３４５６７８９")
FINANCIAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")

numbers = st.one_of(st.integers(0, 2000), st.integers(0, MAX_NUMERAL))
small = st.integers(1, 40)
articles = st.integers(1, 1400)
titles = st.builds(
    lambda name, genre, note: name + genre + note,
    st.text("砚禾云岫研究设备安全管理考核和对", min_size=1, max_size=12),
    st.sampled_from(["办法", "条例", "法", "若干规定", "实施细则"]),
    st.sampled_from(["", "（试行）", "（2024年修订）"]),
)


def optional(strategy: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    return st.one_of(st.none(), strategy)


in_articles = st.builds(
    Citation,
    regulation=st.one_of(st.none(), titles),
    article=articles,
    inserted=st.sampled_from([0, 0, 0, 1, 2, 11]),
    paragraph=optional(small),
    item=optional(small),
    subitem=optional(st.integers(1, 30)),
    chapter=st.sampled_from(["", "", "第三章", "第二编第十一章", "第一分编第四节"]),
)
in_rows = st.builds(
    lambda article, paragraph, row: Citation(article=article, paragraph=paragraph, item=row, name=f"第{row}行"),
    articles,
    optional(small),
    small,
)
relative = st.builds(Citation, paragraph=small, item=optional(small))


@st.composite
def in_other_texts(draw: st.DrawFn) -> Citation:
    """Addresses of texts without 条, as :mod:`ingest.address` prints them."""
    number = draw(st.integers(1, 30))
    section = format_numeral(draw(st.integers(1, 12)))
    address = draw(
        st.sampled_from(
            [
                str(number),
                section,
                f"{section}（{format_numeral(number)}）",
                f"问题{section}",
                f"附件{number}",
                "附表",
                "引言",
            ]
        )
    )
    item = draw(optional(st.integers(1, 20)))
    name = f"（{item}）" if item else ""
    title = draw(st.one_of(st.none(), titles)) if address not in ("附表", "引言", section) else None
    return Citation(title, paragraph=draw(optional(small)), item=item, name=name, address=address)


@always
@given(numbers)
@example(MAX_NUMERAL)
def test_a_number_is_read_back_however_it_is_written(number: int) -> None:
    written = format_numeral(number)
    assert parse_numeral(written) == number
    assert parse_numeral(written.replace("零", "〇")) == number
    assert parse_numeral(written.translate(FINANCIAL)) == number
    assert parse_numeral(str(number)) == number
    assert parse_numeral(str(number).translate(ARABIC)) == number


@always
@given(st.text("零一二三四五六七八九十百千万两〇廿", min_size=1, max_size=12))
def test_what_is_read_as_a_number_is_written_like_one(text: str) -> None:
    """No reading of 十百 or 一百二: either it is how its value is written, or a row of digits, or it is refused."""
    try:
        number = parse_numeral(text)
    except ValueError:
        return
    plain = text.replace("〇", "零").replace("两", "二").replace("廿", "二十")
    counted = plain.replace("一十", "十") == format_numeral(number).replace("一十", "十")
    assert counted or "".join(str("零一二三四五六七八九".find(sign)) for sign in plain).lstrip("0") in (str(number), "")


@always
@given(st.one_of(st.integers(max_value=-1), st.integers(min_value=MAX_NUMERAL + 1)))
def test_a_number_out_of_range_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="numeral"):
        format_numeral(number)
    with pytest.raises(ValueError, match="numeral"):
        parse_numeral(str(number))


@always
@given(st.one_of(in_articles, in_rows, relative, in_other_texts()))
def test_a_citation_that_is_printed_is_read_back(citation: Citation) -> None:
    assert parse(citation.format()) == citation
    assert citation.contains(citation)


@always
@given(in_articles, small)
def test_a_place_contains_what_is_below_it(citation: Citation, number: int) -> None:
    article = replace(citation, paragraph=None, item=None, subitem=None)
    assert article.contains(citation)
    other = replace(article, article=(article.article or 0) + number)
    assert not other.contains(citation) and not citation.contains(other)
    assert (article.id == citation.id) is (citation == article)


@always
@given(st.lists(in_articles.map(lambda c: replace(c, regulation=None, chapter="")), min_size=1, max_size=6))
def test_an_enumeration_in_full_is_taken_apart(citations: list[Citation]) -> None:
    # Without its 款 or 项 a later member would take them from the one before it; an article stands for itself.
    text = "、".join(citation.format() for citation in citations)
    read = read_addresses(text + "规定的", 0)
    assert [written.first for written in read] == citations
    assert [text[written.start : written.end] for written in read] == [citation.format() for citation in citations]
    assert [cited.article for cited, _, _ in find(text)] == [citation.article for citation in citations]


@always
@given(articles, st.lists(small, min_size=2, max_size=6, unique=True), st.sampled_from(["款", "项"]))
def test_an_enumeration_in_short_is_taken_apart(article: int, members: list[int], unit: str) -> None:
    head = f"第{format_numeral(article)}条第"
    text = head + "、".join(format_numeral(member) for member in members) + unit
    level = "paragraph" if unit == "款" else "item"
    expected = [Citation(article=article).with_number(level, member) for member in members]  # type: ignore[arg-type]
    assert [written.first for written in read_addresses(text, 0)] == expected
    assert [cited for cited, _, _ in find(text)] == expected


@always
@given(st.text("第一二三十百0123条款项目章节点段附件表之至、和（）()《》法办行§-问题 \n", max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    end = 0
    for citation, start, stop in find(text):
        assert end <= start < stop <= len(text)
        assert citation.format()
        end = stop
    for at in range(len(text)):
        for written in read_addresses(text, at):
            assert at <= written.start < written.end <= len(text)
