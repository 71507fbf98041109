"""What a title looks like, how it is written canonically, and how a missing one is inferred from the text."""

from __future__ import annotations

import re

from ingest.grammar.markers import marker
from ingest.metadata.offices import MOST, are_offices

KINDS = (
    "条例|办法|规定|细则|规则|规程|决定|决议|意见|通知|方案|通告|公告|通报|章程|准则|纲要|规划|计划|制度|指引|指南|"
    "标准|解释|批复|修正案|守则|公约|要点|措施|清单|预案|法典|法|函|令"
)
_TAIL = r"(?:（[^（）]{1,20}）|\([^()]{1,20}\))*"
_TITLE = re.compile(rf"^[《“\"]?.*(?:{KINDS}){_TAIL}[》”\"]?{_TAIL}$")
_SENTENCE = re.compile(r"[。；，：！？]")
_ISSUER = r"(?:办公厅|办公室|政府|党委|委|部|厅|局|署|院|会|中央|集团|大学|中心)"
_OFFICE = re.compile(rf"(?=({_ISSUER}))")
_NO_ISSUER = re.compile(r"[《》〈〉<>，。]")
NOTICE = re.compile(
    r"(?:关于)?(?:印发|转发|颁发|发布|公布|下发|修订印发)[^。]{0,40}《([^》]+)》[^。；]{0,12}(?:的?(?:通知|公告|决定|命令|令|函))$"
)

_BRACKETS = str.maketrans("()", "（）")


def normalise_title(text: str) -> str:
    """The canonical way to write a title: full-width brackets, no stray white space, no 《》 round the whole.

    A space between two issuers (中共中央办公厅 国务院办公厅) goes with the issuers; a headline keeps the one that
    parts its halves.
    """
    title = text.strip().translate(_BRACKETS)
    title = re.sub(r"^《([^《》]+)》$", r"\1", title)
    return re.sub(r"\s+", "", title)


_DRAFT = re.compile(
    r"[（(][^（）()]*?((?:公开)?征求意见稿|征求意见|送审稿|报批稿|讨论稿|审议稿|代拟稿|论证稿|会签稿|初稿|修订草案|"
    r"修改草案|草案|草稿)[^（）()]*[）)]$"
)


def draft(title: str) -> str | None:
    """What the title calls a text that is not adopted (征求意见稿, 草案); None for any other."""
    match = _DRAFT.search(title.rstrip("》"))
    return match[1] if match else None


def quoted(title: str) -> str:
    """The title between 《》; marks inside it become 〈〉, as is the rule."""
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def split_issuer(text: str) -> tuple[str, str | None]:
    """(title, issuer): the issuers printed before 关于 are not part of the title."""
    spaced = " ".join(text.split())
    before = spaced[: max(0, spaced.find("关于"))]
    if before and not _NO_ISSUER.search(before[:MOST]):
        issuers = before.split()
        if all(are_offices(issuer, _OFFICE) for issuer in issuers):
            return normalise_title(spaced[len(before) :]), " ".join(issuers)
    return normalise_title(spaced), None


def is_title(text: str) -> bool:
    """Whether a line could be the title of a regulation (its neighbours decide whether it is)."""
    if _SENTENCE.search(text):
        return False
    plain = "".join(text.split())
    return 4 <= len(plain) <= 70 and not marker(text) and bool(_TITLE.match(plain))


def notice_of(text: str) -> str | None:
    """The title that 关于印发《…》的通知 issues, or None where the line is no issuing notice's title."""
    if "》" not in text or len(text) > 200:
        return None
    plain = re.sub(r"\s+", "", text)
    if len(plain) > 120 or not (match := NOTICE.search(plain)):
        return None
    return normalise_title(match.group(1))


_PROMULGATED = re.compile(r"^《([^》]+)》[^。]{0,80}?(?:现予|予以|现)(?:公布|发布|颁布)")


def promulgated(text: str) -> str | None:
    """The title that an order puts into force: 《…》已经…通过，现予公布."""
    match = _PROMULGATED.match(text)
    return normalise_title(match[1]) if match else None


_SELF = re.compile(r"(?:制定|出台|修订)本(办法|条例|规定|细则|规则|规程|意见|方案|制度|准则|章程|守则|标准)")
_DEFINED = re.compile(r"([^，。；：\n]{4,60}?)（以下(?:统称|简称|称)[“\"《]?([^”\"》（）]{2,20})[”\"》]?）")
_VERBS = re.compile(r"^(?:开展|实施|进行|组织|做好|推进|加强|对|本(?:办法|规定|条例|细则)所称|为)")
_PURPOSE = re.compile(
    r"(?:规范|做好)([^，。；、]{2,24}?(?:管理|考核|考勤|使用|采购|培训|招聘|评审|工作))(?:工作|行为)?，"
)
_OPENING = re.compile(
    r"为(?:了|进一步|切实)*((?:加强|规范|推进|推动|做好|深化|促进|完善)[^，。；]{4,40})，.{0,200}?(?:提出|制定|形成)(?:如下|以下|本)(意见|方案|措施|办法|规定)",
    re.DOTALL,
)
_NAMED = re.compile(r"《([^《》]{4,60})》全文如下")


def stated_title(text: str) -> str | None:
    """The title that a lead-in states in the words 《…》全文如下."""
    return normalise_title(match.group(1)) if (match := _NAMED.search(text)) else None


def infer_title(body: str) -> str | None:
    """A title for a text that prints none, from its own words; None where they do not suffice.

    A statute says 制定本办法 and defines its subject (…（以下简称“…”）) or states its purpose (规范…工作); an opinion
    says 现就…提出如下意见.
    """
    head = body[:3000]
    if kind := _SELF.search(head):
        for match in _DEFINED.finditer(head):
            opening = marker(match.group(1))
            subject = _VERBS.sub("", match.group(1)[opening.end if opening else 0 :].strip())
            # Only a definition of the matter itself names it: what is defined recurs as the subject of the articles.
            short = match.group(2)
            if not re.search(r"[《》]", subject) and body.count(short) >= 5 and subject.endswith(short[-4:]):
                return normalise_title(subject + kind.group(1))
        if stated := _PURPOSE.search(head):
            return normalise_title(stated.group(1) + kind.group(1))
    if stated := re.search(r"现?就([^，。；]{4,40})(?:提出|制定)(?:如下|以下|本)(意见|方案|措施)", head):
        return normalise_title(f"关于{stated.group(1)}的{stated.group(2)}")
    if stated := _OPENING.search(head):
        return normalise_title(f"关于{stated.group(1)}的{stated.group(2)}")
    return None
