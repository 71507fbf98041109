"""Where a regulation's text speaks of another place: 前款, 本法第三条至第五条, 《条例》第十条, 依照刑法第三百条."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from ingest.address import Citation
from ingest.model import Regulation
from ingest.notation import BRACKET, N, number
from ingest.references.abbreviations import Names
from ingest.references.antecedent import Law, law_before, law_of_title
from ingest.references.mention import Found, Mention
from ingest.references.quotations import amends, quotations
from ingest.references.relative import WORD, Here
from ingest.references.titlekey import TITLE, is_regulation
from ingest.references.written import Written, as_point, read_addresses

_ANNEX = re.compile(rf"附(?P<word>[件表录图])[ \u3000]*(?P<number>{N})?(?![个份张页种])")
_SAME = re.compile(r"(?<![合共相不等])[该同](?P<unit>条|款)(?=第|规定|所|的|之|中|、|，)")
_REST = r"前(?=[一二两三四五六七八九十]{0,2}[款条项章节编])|本(?=[款条项章节编])|[该同](?=[款条])|附(?=[件表录图])"
_ANY_ANCHOR = re.compile(rf"《|第(?=\s?(?:{N}|{BRACKET}))|{_REST}")
# Without the 第X条 that opens a line: it is an article, not a reference, and most of the 第 there are.
_ANCHOR = re.compile(rf"《|第(?!(?<=\n第){N}条(?:之{N})?[ \u3000])(?=\s?(?:{N}|{BRACKET}))|{_REST}")
_NOT_BEFORE = "之此目当提向空"
_NOT_BEFORE_OWN = "成资基根样日副文版书课抄剧标原"
# What may stand between a name and the address that belongs to it, and between the parts of an address.
_GAP = re.compile(r"(?:（[^（）\n]{0,80}）)?[ \u3000]*(?:的|中的?|里的?|之|所附的?|原)?[ \u3000]*")
_INNER_GAP = re.compile(r"(?:的|中的?|所列的?|规定的?|之)?[ \u3000]*")
_AMENDED = re.compile(r"(?:修[改正订]|对|将|在|(?:^|\n)[^《\n]{0,6}[、.）])[\u4e00-\u9fff、]{0,40}$")
_HEADING_MEANT = re.compile(r"(?:的|中|关于)?[^，。；\n]{0,4}?(?:规定|所|和|及|、|至)")


def mentions(regulation: Regulation) -> list[Mention]:
    """What the text of the articles refers to, in order of the text. Pure; nothing outside it is needed."""
    return _Reader(regulation).read() if regulation.articles else []


class _Reader:
    def __init__(self, regulation: Regulation) -> None:
        self.regulation, self.text = regulation, regulation.text
        self.names = Names(self.text, (regulation.title, *regulation.aliases))
        self.amending = amends(regulation.title, self.text)
        self.quoted = quotations(self.text, self.amending)
        self.quote_starts = [start for start, _ in self.quoted]
        self.numbers = {(a.number, a.inserted) for a in regulation.articles if a.kind == "article"}
        self.annexes = any(a.kind == "annex" for a in regulation.articles)
        # The law that is amended, or that a text without 条 is about.
        self.counted = (1, 0) in self.numbers
        self.subject = law_of_title(regulation.title) if self.amending or not self.counted else ""
        # An amendment of several laws says before each which it is.
        self.seeking = self.amending and not self.subject
        self.here = Here(regulation, 0)
        self.so_far = Found(self.here.article)

    def read(self) -> list[Mention]:
        text, articles = self.text, self.regulation.articles
        whole = self.names.places
        index, entered, ends = -1, -1, -1
        anchor = _ANY_ANCHOR if self.subject else _ANCHOR
        for at in sorted({*(m.start() for m in anchor.finditer(text)), *whole}):
            while at >= ends and index + 1 < len(articles):
                index += 1
                ends = articles[index].end
            article = articles[index]
            # Its own 第X条 or 附件1 is no reference.
            if not article.start <= at < ends or (at == article.start and article.kind in ("article", "annex")):
                continue
            if index != entered:
                entered = index
                self.here = Here(self.regulation, index)
                self.so_far.enter(article)
            if at >= self.so_far.done:
                self._read(at, whole.get(at))
        return self.so_far.mentions

    def _read(self, at: int, whole: int | None) -> None:
        sign = self.text[at]
        if whole is not None:
            self._whole(at, whole)
        elif sign == "《":
            self._title(at)
        elif sign == "第":
            self._address(at)
        elif sign == "附":
            self._annex(at)
        elif not self._is_quoted(at):
            self._word(at) if sign in "前本" else self._same(at)

    def _is_quoted(self, at: int) -> bool:
        place = bisect_right(self.quote_starts, at) - 1
        return place >= 0 and at < self.quoted[place][1]

    def _attached(self, law: Law, end: int) -> bool:
        """Take in the address that follows the name of a regulation."""
        at = _GAP.match(self.text, end).end()  # type: ignore[union-attr]  # it matches the empty string
        if self.text.startswith("第", at):
            found = read_addresses(self.text, at)
            if found and not found[0].first.is_relative:
                self.so_far.add_all(law, found, law.start)
                return True
        elif annex := _ANNEX.match(self.text, at):
            return self._add_annex(law, annex)
        return False

    def _title(self, at: int) -> None:
        match = TITLE.match(self.text, at)
        if match is None:
            return
        full = "" if self.text[at - 1] == "本" else self.names.written_out(match[1])
        law = Law(at, match[1] if full is None else full)
        if self.seeking and law.title and not self._is_quoted(at) and _AMENDED.search(self.text, max(0, at - 60), at):
            self.subject = law.title
        if not self._attached(law, match.end()) and (is_regulation(match[1]) or law.title != match[1]):
            self.so_far.add_regulation(law, match.end())

    def _whole(self, at: int, end: int) -> None:
        named = self.names.name_at(self.text, max(self.so_far.done, at - 20), at, end)
        if named is None:
            return
        law = Law(named.start, named.title, named.readings)
        if not self._attached(law, end):
            self.so_far.add_regulation(law, end)

    def _address(self, at: int) -> None:
        found = read_addresses(self.text, at)
        if not found:
            return
        law = law_before(self.text, max(self.so_far.done, at - 40), at, self.names, self.so_far.mentions)
        if self.here.annex and (law is None or not law.title):
            found = [
                replace(w, first=self.here.in_annex(w.first), last=w.last and self.here.in_annex(w.last)) for w in found
            ]
        first, quoted = found[0].first, self._is_quoted(at)
        if law is not None and first.is_relative:
            # 本法第二款 leaves out the article, which can only be this one.
            found = read_addresses(self.text, at, self.here.citation) if not law.title and not quoted else []
        elif law is not None and quoted and not law.title:
            law = Law(law.start, self.subject) if self.amending and self.subject else None
        elif law is None and first.is_relative:
            law, found = self._relative(at, first, quoted)
        elif law is None:
            law = self._unnamed(at, first, found[-1].end, quoted)
        if law is not None:
            self.so_far.add_all(
                law, found, law.start, plain=law.start == at and not first.is_relative and first.article is None
            )

    def _relative(self, at: int, first: Citation, quoted: bool) -> tuple[Law | None, list[Written]]:
        """第二款, 第（三）项: of this article, or of the one named before where that is meant."""
        cited = self.so_far.cited
        if quoted or (self.amending and cited is None):
            return None, []
        inside = self.here.has(first)
        if cited and cited.first and (self.amending or not inside or self._goes_on(cited, at)):
            base = cited.last or cited.first
            kept = None if self.amending or first.paragraph is not None else base.paragraph
            base = Citation(article=base.article, inserted=base.inserted, paragraph=kept)
            return Law(at, cited.title, cited.readings), read_addresses(self.text, at, base)
        if not inside and not self.numbers and first.item is not None and first.paragraph is None:
            # 第11项 in a text that counts 1. 2. 3. straight through.
            return Law(at), [as_point(written) for written in read_addresses(self.text, at)]
        return Law(at), read_addresses(self.text, at, self.here.base(first, at))

    def _goes_on(self, cited: Mention, at: int) -> bool:
        """Whether the words go on with the address before them: 第三条所列第（一）项."""
        between = self.text[cited.end : at]
        return 0 < len(between) < 4 and _INNER_GAP.fullmatch(between) is not None

    def _unnamed(self, at: int, first: Citation, end: int, quoted: bool) -> Law | None:
        """The regulation of an address that names none: this one, unless the text shows that another is meant."""
        if first.article is None:
            meant = not quoted and (not first.chapter or _HEADING_MEANT.match(self.text, end))
            return Law(at) if meant else None
        if quoted or self.amending:
            subject = self._quoted_law(at) or self.subject if self.amending else ""
            return Law(at, subject) if subject or not quoted else None
        if (first.article, first.inserted) in self.numbers:
            return Law(at)
        if not self.counted and self.subject:
            return Law(at, self.subject)
        return replace(self.so_far.law, start=at) if self.so_far.law.title else Law(at)

    def _quoted_law(self, at: int) -> str:
        """The other law that was named before in the same quotation."""
        place = bisect_right(self.quote_starts, at) - 1
        start, end = self.quoted[place] if place >= 0 else (at, at)
        last = self.so_far.mentions[-1] if self.so_far.mentions else None
        return last.title if last and start <= last.start < at < end else ""

    def _word(self, at: int) -> None:
        word = WORD.match(self.text, at)
        if word is None or self.text[at - 1] in (_NOT_BEFORE if word["before"] else _NOT_BEFORE_OWN):
            return
        before = self.so_far.ending_at(at)
        if before and before.last is None and before.first and self._counted(before, before.first, word):
            return
        start = at
        if before and before.end - before.start == 2 and before.first == self.here.citation:
            start = self.so_far.mentions.pop().start  # 本条前款
        meant = self.here.meant(word, at)
        if meant is None:
            return
        after = _INNER_GAP.match(self.text, word.end()).end()  # type: ignore[union-attr]
        goes_on = self.text.startswith("第", after) and not meant.problem
        below = read_addresses(self.text, after) if goes_on else []
        if below and below[0].first.is_relative:
            self.so_far.add_all(Law(start), read_addresses(self.text, after, meant.last or meant.first), start)
        elif below and below[0].first.chapter and below[0].first.article is None and meant.first.chapter:
            inner = replace(below[0].first, chapter=meant.first.chapter + below[0].first.chapter)
            self.so_far.add(Law(start), Written(start, below[0].end, inner), start)
        else:
            self.so_far.add(
                Law(start, problem=meant.problem), Written(start, word.end(), meant.first, meant.last), start
            )

    def _counted(self, before: Mention, cited: Citation, word: re.Match[str]) -> bool:
        """第三款前三项, 第二条前两款: the first so many of what was cited right before."""
        level = {"项": "item", "款": "paragraph"}.get(word["before"] or "")
        if cited.lowest not in (("article",) if level == "paragraph" else ("article", "paragraph")) or level is None:
            return False
        many = number(word["many"] or "一")
        if level == "item":
            first, last = replace(cited, item=1), replace(cited, item=many)
        else:
            first, last = replace(cited, paragraph=1), replace(cited, paragraph=many)
        before.first, before.last, before.end = first, last if last != first else None, word.end()
        self.so_far.done = word.end()
        return True

    def _same(self, at: int) -> None:
        """该条第二款: of the article named last."""
        word, cited = _SAME.match(self.text, at), self.so_far.cited
        if word is None or cited is None or cited.first is None:
            return
        base = cited.last or cited.first
        if word["unit"] == "款" and base.paragraph is None:
            return
        kept = Citation(article=base.article, inserted=base.inserted)
        base = replace(kept, paragraph=base.paragraph) if word["unit"] == "款" else kept
        law = Law(at, cited.title, cited.readings)
        after = _INNER_GAP.match(self.text, word.end()).end()  # type: ignore[union-attr]
        below = read_addresses(self.text, after)
        if below and below[0].first.is_relative:
            self.so_far.add_all(law, read_addresses(self.text, after, base), at)
        else:
            self.so_far.add(law, Written(at, word.end(), base), at)

    def _annex(self, at: int) -> None:
        annex = _ANNEX.match(self.text, at)
        if annex is None or self._is_quoted(at):
            return
        law = law_before(self.text, max(self.so_far.done, at - 40), at, self.names, self.so_far.mentions)
        if law is None and (before := self._joined_annex(at)):
            law = Law(at, before.title, before.readings)
        if law is None and ((annex["number"] and self.annexes) or (self.annexes and self.text[at - 1] in "见（")):
            law = Law(at)
        if law is not None:
            self._add_annex(law, annex)

    def _joined_annex(self, at: int) -> Mention | None:
        """The annex that this one is joined to by 、 or 和."""
        before = self.so_far.ending_at(self.so_far.done)
        if before and before.first and before.first.address.startswith("附"):
            return before if self.text[self.so_far.done : at] in ("、", "和", "及", "或", "或者", "以及") else None
        return None

    def _add_annex(self, law: Law, annex: re.Match[str]) -> bool:
        try:
            address = f"附{annex['word']}{number(annex['number']) or ''}"
        except ValueError:
            return False
        below = read_addresses(self.text, annex.end())
        if below and below[0].first.article and not below[0].first.chapter:
            inside = replace(below[0].first, article=None, inserted=0, address=address + below[0].first.article_address)
            self.so_far.add(law, Written(law.start, below[0].end, inside), law.start)
        elif below and below[0].first.is_relative:
            below = read_addresses(self.text, annex.end(), Citation(address=address))
            self.so_far.add_all(law, below, law.start)
        else:
            self.so_far.add(law, Written(law.start, annex.end(), Citation(address=address)), law.start)
        return True
