"""What a text repeals: 《甲》（文号）和《乙》同时废止, in a decision also the list of titles it names.

Only whole texts count. 《甲》第三条同时废止 leaves 《甲》 in force, 与本办法不一致的，以本办法为准 repeals nothing, and
what stands in a quotation is said by another text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.documents.titles import KINDS
from ingest.metadata.docnumber import number_in
from ingest.metadata.ownwords import own_words

_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》){2,120})》")
_WORDS = r"(?:废止|停止执行|停止施行|停止实行|停止适用|不再执行|不再施行|不再适用|失效|失去效力|终止执行|作废)"
_ANY = re.compile(_WORDS)
_VERB = re.compile(rf"{_WORDS}(?=$|[，,；;。）)])")
_FIRST = re.compile(r"(?:决定|现予|宣布|现将|兹)(?:对)?(?:以下|下列)?(?:予以)?废止(?=《)")
_NOT = re.compile(r"(?:不再|不|未|已|已经|被|拟|提请|建议|可以|应当|是否|何时|或者|、)(?:予以)?$")
_HEDGED = re.compile(
    r"不一致|抵触|不符|有关|相关|部分|条款|内容|的规定|第[〇零一二三四五六七八九十百千\d]+[条章款项]|中的?"
)
_PART = re.compile(
    r"^(?:第[〇零一二三四五六七八九十百千\d]+[编章节条款项]|中|的|有关|相关|规定|关于|所|附件|施行|实施|生效|(?:公布|发布|印发)(?!的))"
)
_MENTION = re.compile(r"(?:依据|根据|按照|依照|适用|违反|执行|遵照|参照|与|修改|修订|对)$")
_SUFFIX = re.compile(r"^(?:\s*（[^（）]*(?:（[^（）]*）[^（）]*)*）|\s*\([^()]*\))+")
_PAPER = re.compile(r"(?:证|证书|执照|许可|凭证|发票|合同|协议|批件|通行证|报告|申请书|判决书|裁定书)$")
_KIND = re.compile(rf"(?:{KINDS}|通则|解答|答复|复函|安排|纪要|说明|目录|大纲)(?:（[^（）]*）)*$")
_TAIL = 200

_LISTS = re.compile(
    r"(?:废止|失效)[^。]{0,40}(?:目录|清单|如下|：|:)|(?:下列|以下|列入)[^。]{0,40}(?:废止|失效)|附件?.{0,6}(?:废止|失效)"
)
_KEEPS = re.compile(r"(?:继续有效|保留|修改|修订)(?!.{0,30}(?:废止|失效))")
_NUMBERED = re.compile(r"^\s*(?:[（(]?[〇零一二三四五六七八九十百\d]{1,5}[）)]?[、.．]?|\|)?\s*")


def repeals(lines: Sequence[str]) -> tuple[str, ...]:
    """The titles that the last lines of a text, or the notice that issues it, put out of force; a 文号 where no title
    is given (砚研发〔2010〕3号文件同时废止)."""
    found: dict[str, None] = {}
    tail = lines[-_TAIL:]
    for text in own_words(tail) if any(map(_ANY.search, tail)) else ():
        if not _ANY.search(text):
            continue
        for sentence in re.split(r"[。；;]", text):
            found.update(dict.fromkeys(_in_sentence(sentence)))
    return tuple(found)


def _in_sentence(sentence: str) -> Iterator[str]:
    start = 0
    for match in _VERB.finditer(_without_titles(sentence)):
        scope = sentence[start : match.start()]
        start = match.end()
        if not _NOT.search(re.sub(r"(?:同时|即行|一律|随之|自行|相应|均|亦|也|即)$", "", scope)):
            yield from _named(scope, sentence[match.start() : match.end()])
    if first := _FIRST.search(sentence):
        yield from _named(re.split(r"[，。]", sentence[first.end() :])[0], "废止")


def _without_titles(sentence: str) -> str:
    """Titles blanked, so that 《关于废止…的决定》 is no verb."""
    return _TITLE.sub(lambda m: "《" + "　" * (len(m[0]) - 2) + "》", sentence)


def _named(scope: str, verb: str) -> Iterator[str]:
    titles = list(_TITLE.finditer(scope))
    if not titles:
        number = number_in(scope)
        if (
            number
            and not _HEDGED.search(scope)
            and re.search(r"号\s*(?:）|文|文件|通知)*\s*(?:自.{2,20}起)?(?:同时|予以)?$", scope)
        ):
            yield number
        return
    last = _SUFFIX.sub("", scope[titles[-1].end() :])
    if _HEDGED.search(last):
        return
    for number_of, match in enumerate(titles):
        end = titles[number_of + 1].start() if number_of + 1 < len(titles) else len(scope)
        after = _SUFFIX.sub("", scope[match.end() : end])
        title = re.sub(r"\s", "", match[1])
        if _PART.match(after.lstrip()) or _MENTION.search(scope[: match.start()].rstrip()) or _PAPER.search(title):
            continue
        if verb == "废止" or _KIND.search(title):
            yield title


def repeal_list(title: str, lines: Sequence[str]) -> tuple[str, ...]:
    """The titles in the lists of a decision that puts texts out of force (``title`` says so); nothing for any other
    text. A list of what stays in force or is amended, which such decisions hold too, does not count."""
    if not re.search(r"废止|失效", re.sub(r"《[^》]*》", "", title)):
        return ()
    found: dict[str, None] = {}
    mixed = bool(re.search("修改|修订|保留", _without_titles(title)))
    if not mixed:
        found.update(dict.fromkeys(_clean(m[1]) for m in _TITLE.finditer(title)))
    listing = False
    column = -1
    for text in lines:
        plain = _without_titles(text)
        cells = [cell.strip() for cell in text.split(" | ")]
        if len(cells) > 1 and (named := _title_column(cells)) >= 0:
            column = named
            continue
        if _KEEPS.search(plain) and not re.search(r"\|", plain) and not _NUMBERED.sub("", plain).startswith("《"):
            listing = False
        if _LISTS.search(plain):
            listing = True
        if not listing:
            continue
        if len(cells) > 1 and 0 <= column < len(cells):
            found[_clean(cells[column])] = None
        elif (
            match := _TITLE.match(_NUMBERED.sub("", text.replace(" | ", "", 1) if len(cells) > 1 else text))
        ) and not _PART.match(_SUFFIX.sub("", _NUMBERED.sub("", text)[match.end() :])):
            found[_clean(match[1])] = None
    return tuple(name for name in found if name)


def _title_column(cells: list[str]) -> int:
    """Where a table's header names the titles, -1 where the row is no header."""
    names = ("文件名称", "文件标题", "标题", "名称", "规章名称", "法规名称", "题名")
    return next((at for at, cell in enumerate(cells) if cell.replace(" ", "") in names), -1)


def _clean(title: str) -> str:
    plain = re.sub(r"\s", "", title)
    return plain[1:-1] if plain.startswith("《") and plain.endswith("》") and plain.count("《") == 1 else plain
