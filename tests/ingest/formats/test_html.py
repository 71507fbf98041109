"""A saved government page, from its bytes to the regulation in it."""

from __future__ import annotations

from ingest.documents.split import split
from ingest.formats.extract import Extract
from ingest.formats.html import read
from ingest.lines.clean import clean
from ingest.lines.layout import lines
from ingest.lines.mapped import Mapped
from ingest.model import RawText
from ingest.parse import Parsed, parse

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
