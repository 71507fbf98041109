"""Whole web pages: what is kept, what is left out, and that nothing is lost on the way."""

from __future__ import annotations

import base64
import random
import re
import unicodedata
from collections import Counter
from html.parser import HTMLParser

import pytest

from ingest.clean import clean
from ingest.formats.extract import Extract
from ingest.formats.html import read
from ingest.layout import lines
from ingest.mapped import Mapped
from ingest.model import IngestError, RawText
from ingest.parse import Parsed, parse
from ingest.split import split

SENTENCE = "值班人员应当按时到岗，认真填写交接记录。"
NOTICE = "砚禾研究院关于印发《砚禾研究院值班管理办法》的通知"
PAGE = f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{NOTICE}_通知公告_砚禾研究院</title>
<meta name="ArticleTitle" content="{NOTICE}">
<style>.hide{{display:none}} @media print{{.con{{display:none}}}}</style>
<script>var a = "第九十九条 脚本。";</script></head>
<body>
<div class="topbar">今天是2024年5月1日 <a href="/w">无障碍</a> <a href="/f">繁體版</a></div>
<header><h1 class="logo"><a href="/">砚禾研究院</a></h1><form><input name=q><button>搜索</button></form></header>
<nav><ul><li><a href=1>首页</a></li><li><a href=2>要闻</a></li><li><a href=3>制度</a></li></ul></nav>
<div class="crumb">您现在的位置：<a href=/>首页</a> &gt; <a href=/z>制度</a> &gt; 正文</div>
<div class="box">
<table><tr><td><b>索 引 号：</b></td><td>001/2024-00012</td><td>主题分类：</td><td>综合政务</td></tr>
<tr><td>发文机关：</td><td>砚禾研究院</td><td>成文日期：</td><td>2024年03月01日</td></tr>
<tr><td>发文字号：</td><td>砚院发〔2024〕3号</td><td>发布日期：</td><td>2024年03月05日</td></tr></table>
<h1 class="title">{NOTICE}</h1>
<div class="date">2024-03-05 10:00　来源：院办公室
<span class="share">【字体：<a>大</a> <a>中</a> <a>小</a>】<a href=#>打印</a></span></div>
<div class="con" id="UCAP-CONTENT">
<p style="text-align:center">砚禾研究院关于印发<br>《砚禾研究院值班管理办法》的通知</p>
<p style="text-align:center">砚院发〔2024〕3号</p>
<p>各部门，各直属单位：</p>
<p>　　《砚禾研究院值班管理办法》已经2024年3月1日院务会议通过，现印发给你们，请认真贯彻执行。</p>
<p style="text-align:right">砚禾研究院</p><p style="text-align:right">2024年3月1日</p><p>&nbsp;</p>
<p style="text-align:center"><strong>砚禾研究院值班管理办法</strong></p>
<p style="text-align:center">第一章　总则</p>
<p>&emsp;&emsp;<b>第一条</b>　为了规范值班，<font color=red>保障</font>安全，制定本办法。</p>
<p>　　第二条　值班分为下列两种：<br>　　（一）平日值班；<br>　　（二）节假日值班。</p>
<p class="hide">统计代码</p>
<p style="text-align:center">第二章　附则</p>
<p>　　第三条　补助标准见附件。</p>
<p>　　第四条　本办法自2024年4月1日起施行。</p>
<p>附件：值班补助标准</p>
<p>&nbsp;</p>
<p>附件</p><p style="text-align:center">值班补助标准</p>
<table border="1"><tr><td rowspan="2">类别</td><td colspan="2">标准（元）</td></tr><tr><td>白班</td><td>夜班</td></tr>
<tr><td>平日</td><td>100</td><td>150</td></tr>
<tr><td>节假日</td><td>200</td><td rowspan="2">300</td></tr><tr><td>春节</td><td>250</td></tr></table>
</div>
<div class="fj">附件：<a href="/f/1.docx">值班补助标准.docx</a></div>
<div class="bj">责任编辑：甲</div>
<div class="rel"><div>相关稿件</div>
<ul><li><a href=1>一图读懂值班办法</a></li><li><a href=2>值班办法解读</a></li></ul></div>
</div>
<footer><p>主办单位：砚禾研究院　云ICP备00000001号</p></footer>
</body></html>"""


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


def test_a_saved_government_page() -> None:
    extract = read(PAGE.encode(), "页.html")
    assert kept(extract) == [
        "| 索 引 号： | 001/2024-00012 | 主题分类： | 综合政务",
        "| 发文机关： | 砚禾研究院 | 成文日期： | 2024年03月01日",
        "| 发文字号： | 砚院发〔2024〕3号 | 发布日期： | 2024年03月05日",
        f"# {NOTICE}",
        "砚院发〔2024〕3号",
        "各部门，各直属单位：",
        "《砚禾研究院值班管理办法》已经2024年3月1日院务会议通过，现印发给你们，请认真贯彻执行。",
        "砚禾研究院",
        "2024年3月1日",
        "砚禾研究院值班管理办法",
        "第一章　总则",
        "第一条　为了规范值班，保障安全，制定本办法。",
        "第二条　值班分为下列两种：",
        "（一）平日值班；",
        "（二）节假日值班。",
        "第二章　附则",
        "第三条　补助标准见附件。",
        "第四条　本办法自2024年4月1日起施行。",
        "附件：值班补助标准",
        "附件",
        "值班补助标准",
        "|| 类别 | 标准（元）",
        "|| 类别 | 白班 | 夜班",
        "| 平日 | 100 | 150",
        "| 节假日 | 200 | 300",
        "| 春节 | 250 | 300",
    ]
    assert removed(extract) == {
        "今天是2024年5月1日 无障碍 繁體版": "网页页眉",
        "砚禾研究院": "网页页眉",
        "搜索": "网页控件",
        "首页": "网页导航",
        "要闻": "网页导航",
        "制度": "网页导航",
        "您现在的位置：首页 > 制度 > 正文": "网页导航",
        NOTICE: "重复的网页标题",
        "【字体：大 中 小】打印": "网页工具",
        "2024-03-05 10:00　来源：院办公室": "网页信息",
        "统计代码": "隐藏内容",
        "附件：值班补助标准.docx": "附件链接",
        "责任编辑：甲": "网页工具",
        "相关稿件": "链接列表",
        "一图读懂值班办法": "链接列表",
        "值班办法解读": "链接列表",
        "主办单位：砚禾研究院　云ICP备00000001号": "网页页脚",
    }
    assert extract.encoding == "utf-8"
    assert len(extract.notices) == 1 and "值班补助标准.docx" in extract.notices[0]


def test_places_lead_to_the_lines_of_the_source() -> None:
    extract = read(PAGE.encode(), "页.html")
    source = PAGE.split("\n")
    for wanted in ("为了规范值班", "（二）节假日值班。", "平日 | 100", "责任编辑：甲"):
        at = extract.text.index(wanted)
        [place] = [place for place in extract.places if place.start <= at < place.end]
        assert place.page is None
        row = int(place.position.removeprefix("行"))
        assert wanted.split(" | ")[0] in source[row - 1]
    assert all(a.end <= b.start for a, b in zip(extract.places, extract.places[1:], strict=False))


def regulations(extract: Extract) -> list[Parsed]:
    raw = RawText("页.html", extract.text, extract.encoding, "", "html", extract.marks, extract.places, extract.notices)
    laid_out, _ = lines(clean(Mapped.of(raw.text))[0], raw.marks, plain=False)
    return [parse(document, raw) for document in split(laid_out)[0]]


def test_the_page_becomes_a_regulation_with_its_notice_and_its_table() -> None:
    [parsed] = regulations(read(PAGE.encode(), "页.html"))
    regulation = parsed.regulation
    assert regulation.title == "砚禾研究院值班管理办法"
    assert (regulation.document_number, regulation.effective) == ("砚院发〔2024〕3号", "2024-04-01")
    addresses = [article.address for article in regulation.articles]
    assert [each for each in addresses if each.startswith("第")] == ["第一条", "第二条", "第三条", "第四条"]
    assert len(regulation.articles[addresses.index("第二条")].paragraphs[0].items) == 2
    annex = next(article for article in regulation.articles if article.kind == "annex")
    assert "春节 | 250 | 300" in regulation.text[annex.start : annex.end]
    for word in ("字体", "主办单位", "相关稿件", "统计代码", "脚本"):
        assert word not in regulation.text


class _Visible(HTMLParser):
    """Another parser's view of the text on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style", "title", "template")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "title", "template") and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def characters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s|\u200b", "", unicodedata.normalize("NFKC", text)))


def visible(page: str) -> Counter[str]:
    walk = _Visible()
    walk.feed(page)
    walk.close()
    return characters("".join(walk.texts))


def test_every_visible_character_is_there_once() -> None:
    extract = read(PAGE.encode(), "页.html")
    rows = sum(line.count(" | ") for line in extract.text.split("\n"))
    spanned = Counter("类别300")  # these cells span two rows
    assert characters(extract.text) - Counter({"|": rows}) - visible(PAGE) == spanned
    assert not visible(PAGE) - characters(extract.text)


_TAGS = (
    *(
        "div",
        "p",
        "span",
        "b",
        "i",
        "a",
        "font",
        "table",
        "tr",
        "td",
        "th",
        "ul",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "br",
    ),
    *(
        "hr",
        "center",
        "form",
        "section",
        "article",
        "header",
        "footer",
        "nav",
        "pre",
        "caption",
        "thead",
        "tbody",
        "em",
    ),
    *(
        "select",
        "option",
        "button",
        "details",
        "u",
        "s",
        "del",
        "label",
        "fieldset",
        "noscript",
        "main",
        "aside",
        "body",
    ),
)
_CLASSES = ("", "", "nav", "footer", "content", "title", "share", "hide", "header", "TRS_Editor", "related", "info")
_WORDS = (
    *("第{}条 值班人员应当到岗，认真填写。", "（{}）停水；", "甲{}", "{}\n", "附件{}", "2024年{}月1日"),
    *("当前位置：首页 &gt; {}", "发布时间：2024-01-01 浏览：{}", "{}&nbsp;", "版权所有 {} "),
)


def soup(seed: int) -> str:
    """Random markup, mostly wrong."""
    rnd = random.Random(seed)
    parts = [f"<style>.hide{{display:none}}</style><body><p>第一条 {SENTENCE}</p>"]
    for number in range(rnd.choice([5, 20, 80, 200])):
        tag, chance = rnd.choice(_TAGS), rnd.random()
        if chance < 0.5:
            parts.append(f"<{tag} class='{rnd.choice(_CLASSES)}'{' href=a.pdf' * (tag == 'a')}>")
        elif chance < 0.85:
            parts.append(f"</{tag}>")
        if rnd.random() < 0.7:
            parts.append(rnd.choice(_WORDS).format(number))
    return "".join(parts)


@pytest.mark.parametrize("start", range(0, 300, 50))
def test_no_markup_loses_or_doubles_a_character(start: int) -> None:
    for seed in range(start, start + 50):
        page = soup(seed)
        found, wanted = characters(read(page.encode(), "页.html").text), visible(page)
        assert not wanted - found, f"lost, seed {seed}"
        assert set(found - wanted) <= {"|"}, f"doubled, seed {seed}"


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
