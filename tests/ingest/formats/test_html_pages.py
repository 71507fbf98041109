"""Pages of many makes: laid out with tables, saved from Word and WeChat, archived, in frames, broken."""

from __future__ import annotations

import base64

import pytest

from ingest.formats.extract import Extract
from ingest.formats.html import read
from ingest.model import IngestError

SENTENCE = "值班人员应当按时到岗，认真填写交接记录。"


def kept(extract: Extract) -> list[str]:
    """The lines that are not left out: a heading after ``# ``, a row after ``| ``, a header row after ``|| ``."""
    marks = {mark.start: mark for mark in extract.marks}
    result, at = [], 0
    for line in extract.text.split("\n"):
        mark = marks.get(at)
        at += len(line) + 1
        if line and not (mark and mark.kind == "removed"):
            rows = {"header": "||", "": "|"}
            sign = "" if not mark else "#" * int(mark.value) if mark.kind == "heading" else rows[mark.value]
            result.append(f"{sign} {line}".strip())
    return result


def removed(extract: Extract) -> dict[str, str]:
    return {extract.text[m.start : m.end]: m.value for m in extract.marks if m.kind == "removed"}


def test_a_page_laid_out_with_tables_in_gbk() -> None:
    page = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>值班办法</title></head>
<body><table width=780 border=0><tr><td><table><tr><td><a href=/>首页</a></td><td><a href=/a>机构</a></td></tr></table>
</td></tr>
<tr><td><table><tr><td width=180>
<table><tr><td>·<a href=1>规章</a></td></tr><tr><td>·<a href=2>通知</a></td></tr></table></td>
<td><table><tr><td align=center><b>值班办法</b></td></tr>
<tr><td>　　第一条　{SENTENCE}<br>　　第二条　标准如下：
<table border=1><tr><td>类别</td><td>标准</td></tr><tr><td>平日</td><td>100元</td></tr></table>
　　第三条　{SENTENCE}<br></td></tr>
<tr><td>【<a href="javascript:window.close()">关闭窗口</a>】</td></tr></table></td></tr></table>
</td></tr></table></body></html>"""
    extract = read(page.encode("gb18030"), "页.htm")
    assert extract.encoding == "gb18030"
    assert kept(extract) == [
        "# 值班办法",
        f"第一条　{SENTENCE}",
        "第二条　标准如下：",
        "|| 类别 | 标准",
        "| 平日 | 100元",
        f"第三条　{SENTENCE}",
    ]


def test_a_page_saved_from_word() -> None:
    page = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
<!--[if gte mso 9]><xml><o:Author>甲</o:Author></xml><![endif]--><style><!-- p.MsoNormal {{margin:0}} --></style></head>
<body><div class=WordSection1><p class=MsoNormal align=center><b><span
style='font-size:22.0pt'>砚禾研究院会议
管理规定<span lang=EN-US><o:p></o:p></span></span></b></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>第一条<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]><span>{SENTENCE}</span></p>
<p class=MsoNormal>第二条 会议不超过<span
lang=EN-US>10</span>人，<span class=msoDel><del>可以</del></span><ins>不得</ins>超时。</p></div>
<div style='mso-element:comment-list'><p class=MsoCommentText>请核</p></div></body></html>"""
    extract = read(page.encode("gb18030"), "页.doc")
    assert kept(extract) == ["砚禾研究院会议管理规定", f"第一条 {SENTENCE}", "第二条 会议不超过10人，不得超时。"]
    assert removed(extract) == {"可以": "修订中删除的文字", "请核": "批注"}


def test_a_wechat_article() -> None:
    body = "".join(f"<section><section><span>第{n}条　{SENTENCE}</span></section></section>" for n in "一二")
    page = f"""<html><head><meta charset=utf-8>
<meta property="og:title" content="砚禾研究院值班办法"><title></title></head><body>
<div id="page-content"><h1 class="rich_media_title" id="activity-name">
 砚禾研究院值班办法
</h1><div id="meta_content"><span>院办公室</span> <em>2024-05-01 08:00</em></div>
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">
<section>{body}<img src=scan.jpg></section></div>
<div class="rich_media_tool"><a href="##">阅读原文</a></div></div>
<div class="qr_code_pc"><p>微信扫一扫<br>关注该公众号</p></div></body></html>"""
    extract = read(page.encode(), "页.html")
    assert kept(extract) == ["# 砚禾研究院值班办法", f"第一条　{SENTENCE}", f"第二条　{SENTENCE}"]
    assert any("不显示" in notice for notice in extract.notices) and any("1 张图片" in n for n in extract.notices)


def test_numbers_of_lists_are_text_and_said_so() -> None:
    extract = read(f"<h2>值班守则</h2><ol><li>{SENTENCE}<li>{SENTENCE}</ol>".encode(), "页.html")
    assert kept(extract) == ["## 值班守则", f"1. {SENTENCE}", f"2. {SENTENCE}"]
    assert extract.notices == ("列表的 2 个序号由网页自动编排，已补入正文。",)


def test_a_title_that_only_the_window_shows() -> None:
    extract = read(f"<title>值班办法_砚禾研究院</title>\n<p>第一条 {SENTENCE}<p>第二条 {SENTENCE}".encode(), "页.html")
    assert kept(extract)[0] == "# 值班办法"
    assert extract.places[0].position == "行1" and "标题取自网页标题" in extract.notices[0]


@pytest.mark.parametrize("stated", ["utf-8", "big5", "iso-8859-1", "x-unknown", "gbk"])
def test_a_wrong_charset_is_seen_through(stated: str) -> None:
    page = f"<meta charset={stated}><h1>值班办法</h1><p>{SENTENCE}"
    for encoding in ("utf-8", "gb18030"):
        extract = read(page.encode(encoding), "页.html")
        assert SENTENCE in extract.text and extract.encoding == encoding


def test_a_stated_charset_settles_what_bytes_do_not() -> None:
    page = "<meta http-equiv=Content-Type content='text/html; charset=big5'><p>值班人員應當按時到崗，認真填寫交接記錄。"
    extract = read(page.encode("big5"), "页.html")
    assert "認真填寫交接記錄" in extract.text and extract.encoding == "big5"


def test_a_web_archive_with_a_frame() -> None:
    def part(kind: str, body: str) -> str:
        coded = base64.b64encode(body.encode()).decode()
        return f"--b\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}\r\n"

    data = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    data += part("text/html; charset=utf-8", "<frameset><frame src='cid:1'></frameset>")
    data += part("text/html; charset=utf-8", f"<h1>值班办法</h1><p>第一条 {SENTENCE}")
    assert kept(read((data + "--b--\r\n").encode(), "页.mht")) == ["# 值班办法", f"第一条 {SENTENCE}"]


@pytest.mark.parametrize(
    ("page", "code", "said"),
    [
        ("<frameset><frame src=main.htm><noframes>请升级浏览器</noframes></frameset>", "empty", "main.htm"),
        ("<h1>公告</h1><iframe src='/pdf/viewer.html'></iframe>", "empty", "/pdf/viewer.html"),
        ("<h1>值班办法</h1><img src=1.jpg><img src=2.jpg>", "scanned", "2 张图片"),
        ("<ul><li><a href=1>关于停水的通知</a><li><a href=2>值班办法</a></ul>", "empty", "只有导航和链接"),
    ],
)
def test_pages_whose_text_is_elsewhere(page: str, code: str, said: str) -> None:
    with pytest.raises(IngestError) as refused:
        read(page.encode(), "页.html")
    assert refused.value.code == code
    assert refused.value.message.startswith("页.html：") and said in refused.value.message


def test_pictures_and_pages_inside_a_text_are_noticed() -> None:
    page = f"<div class=zoom><h1>值班办法</h1><p>{SENTENCE}</p><img src=1.jpg><iframe src=map.html></iframe>"
    page += "<s>旧</s></div>"
    notices = " ".join(read(page.encode(), "页.html").notices)
    assert "1 张图片" in notices and "map.html" in notices and "删除线" in notices


@pytest.mark.parametrize(
    "page", ["", "<!-- x -->", "<script>x</script>", "<p hidden></p>", "<html><body> </body></html>"]
)
def test_an_empty_page_has_no_text(page: str) -> None:
    assert not read(page.encode(), "页.html").text.strip()


def test_bad_bytes_and_endless_nesting_are_read() -> None:
    deep = "<div><span><table><tr><td>" * 20_000
    page = f"<body>{deep}<p>第一条 {SENTENCE}</p>".encode() + b"\xff" + f"<p>第二条 {SENTENCE}</p>".encode() * 20
    extract = read(page, "页.html")
    assert extract.text.count(SENTENCE) == 21
    assert "无法识别" in extract.notices[0]
