"""What is printed round the text of every web page: by the names its authors give it, and by its words."""

from __future__ import annotations

import re

_KINDS = {
    "网页导航": (
        "nav|navs|navbar|navi|navigation|menu|menus|mainmenu|submenu|topnav|mainnav|subnav|sitenav|breadcrumb|breadcrumbs|"
        "crumb|crumbs|dqwz|weizhi|location|lanmu|lmdh|daohang|sitemap|skip"
    ),
    "网页页眉": "header|head|top|topbar|banner|logo|masthead|toubu|welcome|weather",
    "网页页脚": "footer|foot|bottom|copyright|banquan|dibu|contentinfo|beian|icp",
    "侧栏": "sidebar|sidebars|side|aside|complementary|leftbar|rightbar",
    "网页工具": (
        "share|sharing|bdshare|bdsharebuttonbox|bshare|jiathis|fenxiang|social|print|printer|dayin|toolbar|tools|tool|"
        "fontsize|zihao|ziti|qrcode|ewm|erweima|wechat|saoma|search|searchbox|searchbar|sousuo|login|register|favorite|"
        "comment|comments|pinglun|player|accessibility|wza|back|gotop|totop"
    ),
    "链接列表": (
        "related|relate|relevant|relation|recommend|xgwz|xgyd|xgxw|xglj|xgwj|xgjd|links|link|friendlink|friendlinks|"
        "yqlj|hot|rank|ranking|prevnext|prenext|pager|pagination|pagebar|more|latest|guess"
    ),
}
_NAMED = {
    reason: re.compile(rf"(?<![a-z])(?:{names})(?![a-z])|(?<![a-z])(?:{names})(?=\d)")
    for reason, names in _KINDS.items()
}
_TAGS = {"nav": "网页导航", "header": "网页页眉", "footer": "网页页脚", "aside": "侧栏", "search": "网页工具"}
_ROLES = {"navigation": "网页导航", "banner": "网页页眉"}

_CONTENT = re.compile(
    r"trs_?editor|ucap-?content|js_content|rich_media_content|(?<![a-z])(?:zoom|article|articlebody|"
    r"content|contents|main-?text|maincontent|detail|details|con|cont|text|txt|view|news|wenzhang|zhengwen|neirong|nr|"
    r"wznr|xxgk|entry|post|body)(?![a-z])"
)

_SPACE = r"[\s\u3000]*"
_SENTENCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "网页导航",
        re.compile(
            rf"(?:您|你)?(?:当前|现在|所在)*的?(?:位置|所在位置){_SPACE}[：:].*|首页{_SPACE}[>＞›»/|].*|.*[>＞›»]{_SPACE}正文"
        ),
    ),
    (
        "网页页脚",
        re.compile(
            r"(?:版权所有|copyright|©|主办单位?[：:]|主办[：:]|承办单位?[：:]|承办[：:]|技术支持|网站标识码|政府网站标识码|"
            r"网站地图|备案序?号|[^。，；]{0,12}ICP备|[^。，；]{0,10}公网安备|建议使用[^。]{0,30}(?:浏览器|分辨率)|"
            r"网站管理[：:]|网站维护[：:]|您是第.{0,12}位|访问量|总访问).*",
            re.IGNORECASE,
        ),
    ),
    (
        "网页工具",
        re.compile(
            r"(?:分享(?:到|至|此页|[：:]).{0,60}|扫一扫.{0,40}|扫码.{0,40}|微信扫.{0,40}|长按.{0,20}二维码.{0,20}|用微信.{0,20}扫.{0,30}|"
            r"[【\[（(]?(?:我要)?(?:打印|关闭|收藏|纠错|复制链接|下载|朗读|分享|返回|字体|字号|大|中|小|默认|放大|缩小|本页|此页|窗口|"
            r"顶部|首页|列表|上一页|简体|繁體|繁体|版|登录|注册|无障碍|阅读|长者|助手|模式|关怀|English|TOP|[AA]\+|A-|\s|\u3000|[|｜:：/【】\[\]()（）])+|"
            r"(?:浏览|阅读|点击|访问)(?:次数|量|数)?[：:]?\s*\d*\s*次?|返回(?:顶部|首页|列表|上一页)|"
            r"今天是.{0,40}|欢迎(?:您|访问|光临).{0,30}|请输入.{0,20}|视力保护色.{0,20})",
            re.IGNORECASE,
        ),
    ),
    (
        "网页工具",
        re.compile(
            r"(?:责任编辑|责编|编辑|审核|校对|录入)[：:].{0,20}|上一篇[：:]?.*|下一篇[：:]?.*|阅读原文|展开(?:阅读)?全文"
        ),
    ),
)

_FACTS = (
    *("索引号", "信息索引号", "发文机关", "发文单位", "发文字号", "发文日期", "文号", "成文日期", "生成日期"),
    *(
        "发布日期",
        "发布机构",
        "发布机关",
        "发布单位",
        "发布时间",
        "公布日期",
        "公开日期",
        "施行日期",
        "失效日期",
        "主题分类",
    ),
    *(
        "主题词",
        "标题",
        "名称",
        "信息名称",
        "文件名称",
        "时效性",
        "有效性",
        "来源",
        "信息来源",
        "文章来源",
        "日期",
        "时间",
    ),
)
_FACT = re.compile(
    rf"{_SPACE}[\[【]?{_SPACE}(?:{'|'.join(_SPACE.join(name) for name in _FACTS)}){_SPACE}(?:[\]】：:|]|$)"
)


def is_fact(text: str) -> bool:
    """Whether a line or a row tells something about the document (索引号：…, 发布日期：…)."""
    return len(text) <= 300 and _FACT.match(text) is not None


_DAY = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_HOUR = r"\d{1,2}:\d{2}(?::\d{2})?"
_LABEL = re.compile(
    r"(?:(?:信息|文章|稿件)?来源|作者|发布人|发布(?:时间|日期)|更新(?:时间|日期)|时间|日期|(?:点击|浏览|阅读|访问)(?:次数|量|数)?|"
    rf"责任编辑|编辑|字体|字号|供稿|审核){_SPACE}[：:]"
)
_DOCUMENT_FACT = re.compile(
    r"索\s*引\s*号|发\s*文\s*字\s*号|文\s*号|发\s*文\s*机\s*关|成\s*文\s*日\s*期|主\s*题\s*分\s*类"
)
_STAMP = re.compile(rf".{{0,30}}{_DAY}{_SPACE}{_HOUR}.{{0,40}}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}")
_CREDIT = re.compile(rf"(?:(?:信息|文章|稿件)?来源|作者|供稿){_SPACE}[：:].{{0,40}}")


def is_page_info(text: str) -> bool:
    """Whether a line above the text tells of the page, not of the document: where it came from, when it was put up, how
    often it was read (2024-03-05 10:00　来源：…　浏览次数：12)."""
    plain = text.strip(" \u3000")
    if len(plain) > 160 or re.search(r"[。；]", plain) or _DOCUMENT_FACT.search(plain):
        return False
    if _STAMP.fullmatch(plain) or _CREDIT.fullmatch(plain):
        return True
    labels = len(_LABEL.findall(plain))
    return _LABEL.match(plain) is not None and (labels > 1 or re.search(_DAY, plain) is not None)


def named_kind(tag: str, words: str) -> str:
    """What an element says it is, by its tag or by its id, class and role; empty where it says nothing."""
    if tag in _TAGS:
        return _TAGS[tag]
    for role, reason in _ROLES.items():
        if role in words:
            return reason
    return next((reason for reason, pattern in _NAMED.items() if pattern.search(words)), "") if words else ""


def named_content(tag: str, words: str) -> bool:
    """Whether an element says that it is the text itself."""
    return tag in ("article", "main", "ucapcontent") or bool(words and _CONTENT.search(words))


def worded_kind(text: str) -> str:
    """What a line is by its words alone (当前位置：…, 版权所有…, 分享到：…); empty for anything else."""
    if len(text) > 200:
        return ""
    plain = text.strip(" \u3000")
    return next((reason for reason, pattern in _SENTENCES if pattern.fullmatch(plain)), "")
