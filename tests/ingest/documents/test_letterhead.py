"""The head of official paper: what is the paper's, what is the text's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.documents.letterhead import is_ornament, issuers_above, opening, title_at
from ingest.documents.split import Document, split
from ingest.lines.line import Line

LaidOut = Callable[[str], list[Line]]
OPINION = "关于节约用纸的意见\n各处室：\n为贯彻部署，现提出如下意见。\n一、要求\n坚持节约。\n二、任务\n双面打印。\n"
STATUTE = "砚禾研究院用纸办法\n第一条 为省纸，制定本办法。\n第二条 双面打印。\n"
MASTHEAD = "砚禾研究院文件\n"
NUMBER = "砚院发〔2024〕17号\n"
SIGNER = "签发人：王某 李某\n"
ISSUER = "云岫市砚禾研究院\n"


def document(laid_out: LaidOut, text: str) -> Document:
    [found] = split(laid_out(text))[0]
    return found


@pytest.mark.parametrize("head", [NUMBER, MASTHEAD + NUMBER, MASTHEAD + NUMBER + SIGNER, NUMBER + SIGNER])
@pytest.mark.parametrize("text", [STATUTE, OPINION, ISSUER + OPINION])
def test_the_title_stands_below_the_letterhead(laid_out: LaidOut, head: str, text: str) -> None:
    found = document(laid_out, head + text)
    assert found.title_line
    assert found.title_line.text in ("砚禾研究院用纸办法", "关于节约用纸的意见")
    assert found.front[0].text == NUMBER.strip()
    assert not any(is_ornament(line.text) for line in found.front)


def test_the_paper_is_reported_as_such(laid_out: LaidOut) -> None:
    _, edits = split(laid_out(MASTHEAD + NUMBER + SIGNER + STATUTE))
    assert [(edit.reason, edit.text) for edit in edits] == [("刊头", MASTHEAD.strip()), ("刊头", SIGNER.strip())]


def test_a_signer_does_not_part_a_notice_from_its_number(laid_out: LaidOut) -> None:
    notice = "关于印发《砚禾研究院用纸办法》的通知\n各处室：\n现印发你们。\n2024年5月6日\n"
    found = document(laid_out, MASTHEAD + NUMBER + SIGNER + ISSUER + notice + STATUTE)
    assert found.title == "砚禾研究院用纸办法"
    assert [line.text for line in found.front[:2]] == [NUMBER.strip(), ISSUER.strip()]


def test_issuers_above_a_title_go_with_it(laid_out: LaidOut) -> None:
    found = document(laid_out, "青石镇办公室\n" + ISSUER + OPINION)
    assert found.title == "青石镇办公室 云岫市砚禾研究院 关于节约用纸的意见"
    lines = laid_out("青石镇办公室\n" + ISSUER + OPINION)
    assert (opening(lines, 2, -1), title_at(lines)) == (0, 2)
    assert opening(lines, 2, 0) == 1
    assert issuers_above(lines, 2) == "青石镇办公室 云岫市砚禾研究院"


def test_an_institution_above_other_lines_is_no_issuer(laid_out: LaidOut) -> None:
    lines = laid_out(ISSUER + STATUTE)
    assert opening(lines, 1, -1) == 1
    assert issuers_above(lines, 1) == ""


def test_a_signer_alone_opens_nothing(laid_out: LaidOut) -> None:
    assert opening(laid_out("某某讲话\n" + SIGNER + STATUTE), 2, -1) == 2


def test_a_title_may_be_named_like_a_masthead(laid_out: LaidOut) -> None:
    assert title_at(laid_out("砚禾研究院比选文件\n第一条 为比选，制定本文件。\n")) == 0
