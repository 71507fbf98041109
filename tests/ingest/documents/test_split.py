"""One file → its documents."""

from __future__ import annotations

from collections.abc import Callable

from ingest.documents.split import Document, split
from ingest.lines.line import Line

LaidOut = Callable[[str], list[Line]]
NOTICE = (
    "青政办〔2023〕4号\n\n青石镇办公室关于印发《打印机管理办法》的通知\n\n"
    "各科室：\n现印发你们，请照办。\n\n2023年4月5日\n\n"
)
BODY = "第一条 为省纸，制定本办法。\n第二条 双面打印。\n第三条 本办法自2023年5月1日起施行。\n"


def documents(laid_out: LaidOut, text: str) -> list[Document]:
    return split(laid_out(text))[0]


def test_a_notice_goes_with_its_regulation(laid_out: LaidOut) -> None:
    [document] = documents(laid_out, NOTICE + "打印机管理办法\n\n" + BODY)
    assert document.title == "打印机管理办法"
    assert document.front_kind == "印发通知"
    assert document.front[0].text == "青政办〔2023〕4号"
    assert document.body[0].text.startswith("第一条")


def test_what_stands_between_a_notice_and_its_regulation_is_kept(laid_out: LaidOut) -> None:
    notice = "关于印发《打印机管理办法》的通知\n"
    [document] = documents(laid_out, notice + "青政办〔2023〕4号\n打印机管理办法\n" + BODY)
    assert document.title == "打印机管理办法"
    assert [line.text for line in document.front] == [notice.strip(), "青政办〔2023〕4号"]


def test_a_notice_whose_regulation_prints_no_title(laid_out: LaidOut) -> None:
    [document] = documents(laid_out, NOTICE + BODY)
    assert document.title == "打印机管理办法"
    assert document.front[-1].text == "2023年4月5日"
    assert len(document.body) == 3


def test_a_markdown_title_above_the_notice_is_front_matter(laid_out: LaidOut) -> None:
    for middle in ("", "打印机管理办法\n\n"):
        [document] = documents(laid_out, "# 打印机管理办法\n\n" + NOTICE + middle + BODY)
        assert document.title == "打印机管理办法"
        assert document.front[0].text == "打印机管理办法"
        assert len(document.body) == 3


def test_several_documents_in_a_gazette(laid_out: LaidOut) -> None:
    text = "青石镇公报\n2023年第1期\n\n" + NOTICE + "打印机管理办法\n\n" + BODY + "\n复印机管理规定\n\n" + BODY
    found, edits = split(laid_out(text))
    assert [document.title for document in found] == ["打印机管理办法", "复印机管理规定"]
    assert "青石镇公报" in [edit.text for edit in edits]


def test_a_news_report_is_a_document_of_its_own(laid_out: LaidOut) -> None:
    report = (
        "青石镇召开会议 研究节约用纸\n\n青石日报4月5日讯 青石镇昨天召开会议，研究节约用纸的办法，听取了各科室的意见，"
        "要求打印一律双面。\n\n会议还研究了其他事项，并参观了新的库房。\n"
    )
    found = documents(laid_out, "打印机管理办法\n\n" + BODY + "\n" + report)
    assert [document.title for document in found] == ["打印机管理办法", "青石镇召开会议 研究节约用纸"]
    assert found[1].headline and len(found[1].body) == 2


def test_notes_under_a_title_open_no_document(laid_out: LaidOut) -> None:
    text = "# 打印机管理办法\n\n2022年1月8日 《关于修改打印办法的决定》修订\n\n2022年2月1日 施行\n\n" + BODY
    assert len(documents(laid_out, text)) == 1


def test_chapters_that_fill_a_physical_line_are_one_document(laid_out: LaidOut) -> None:
    long = "各科室要节约用纸，双面打印，少印彩色，及时取走，按月登记，如实上报。" * 5
    text = "# 打印机管理办法\n\n## 第一章 总则\n\n"
    text += " ".join(f"第{n}条 {long}" for n in "一二三四五六")
    text += "\n\n## 第二章 附则\n\n" + " ".join(f"第{n}条 {long}" for n in "七八九") + f" 第十条 {long} 第十一条 {long}"
    assert len(documents(laid_out, text)) == 1


def test_a_gazettes_imprint_and_captions_are_left_out(laid_out: LaidOut) -> None:
    for last in ("主办：青石镇办公室 地址：青石街1号", "春天的青石 李四"):
        found, edits = split(laid_out("打印机管理办法\n\n" + BODY + "\n" + last))
        assert len(found[0].body) == 3
        assert edits[-1].text == last and edits[-1].removed


PAGE = (
    "索 引 号： | 0001-2023-004 | 主题分类： | 综合政务\n发文机关： | 青石镇办公室 | 成文日期： | 2023年4月5日\n"
    "标　　题： | 青石镇办公室关于印发《打印机管理办法》的通知\n"
    "发文字号： | 青政办〔2023〕4号 | 发布日期： | 2023年4月8日\n\n"
)


def test_a_pages_table_is_no_text_but_goes_along(laid_out: LaidOut) -> None:
    [document], edits = split(laid_out(PAGE + NOTICE + "打印机管理办法\n\n" + BODY))
    assert document.title == "打印机管理办法" and len(document.facts) == 4
    assert [edit.reason for edit in edits if edit.removed] == ["网页信息表（已读作元数据）"] * 4
    below = documents(laid_out, "打印机管理办法\n\n" + PAGE + BODY + "\n复印规定\n\n" + BODY)
    assert [len(document.facts) for document in below] == [4, 0]
    [untitled], _ = split(
        laid_out(PAGE + "这里只有一句没有编号也没有标题的话，它不属于任何一部制度，却仍然应当被读到。")
    )
    assert len(untitled.facts) == 4


def test_an_order_goes_with_its_regulation(laid_out: LaidOut) -> None:
    order = "青石镇人民政府令\n\n第12号\n\n《打印机管理办法》已经镇长办公会议通过，现予公布，自2023年5月1日起施行。\n\n"
    [document] = documents(laid_out, order + "镇长 李砚\n\n2023年4月5日\n\n打印机管理办法\n\n" + BODY)
    assert (document.title, document.front_kind, len(document.front)) == ("打印机管理办法", "印发通知", 5)


def test_issuers_above_a_notice_belong_to_it(laid_out: LaidOut) -> None:
    notice = "青石镇教育局 青石镇财政局\n关于印发《打印机管理办法》的通知\n\n各科室：\n请照办。\n\n2023年4月5日\n\n"
    [document] = documents(laid_out, notice + "打印机管理办法\n\n" + BODY)
    assert document.front[0].text == "青石镇教育局 青石镇财政局"


def test_nothing_in_nothing_out(laid_out: LaidOut) -> None:
    assert split(laid_out("\n\n")) == ([], [])


def test_a_decision_and_the_text_that_it_amends(laid_out: LaidOut) -> None:
    decision = (
        "关于修改《打印机管理办法》的决定\n\n一、将第一条修改为：“为省纸和墨，制定本办法。”\n二、删去第四条。\n"
        "本决定自发布之日起施行。\n"
    )
    titles = (
        "打印机管理办法\n",
        "附：\n打印机管理办法\n（2024年1月8日修订）\n",
        "附件\n砚禾研究院\n关于适用《打印机管理办法》\n若干问题的规定\n",
    )
    for title in titles:
        found = documents(laid_out, decision + title + BODY)
        assert len(found) == 2, title
        assert found[0].title == "关于修改《打印机管理办法》的决定"
        assert found[1].title.endswith(("打印机管理办法", "若干问题的规定"))
        assert found[1].body[-3].text.startswith("第一条")


def test_a_regulation_annexed_to_a_notice_is_a_document_of_its_own(laid_out: LaidOut) -> None:
    text = "关于打印的通知\n\n各科室：\n一、双面打印。\n二、按月登记。\n附件1\n打印机管理办法\n" + BODY
    assert [document.title for document in documents(laid_out, text)] == ["关于打印的通知", "打印机管理办法"]
