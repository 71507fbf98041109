"""Sentences that say who does something, and sentences that say what a word means."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.draft.model import Facts, Proposal, Unit
from eval.draft.wording import clauses, leans, plain

_DUTY = (
    "负责(?!人)|领导(?![班小人干])|批准|审批|审核|审定|承担|组织(?![部人党的和机者])|主持|召集|担任|决定|确定|核定|解释|监督(?![管部机])|提出|任命|聘任|"
    "选举|推荐|发给|支付|收回|制定|管理(?![部机])|调度|保管|核实|报销|约谈|办理|受理|考核(?![办领委工年指小机])|统筹|签订|出具"
)
_ADVERB = "统一|具体|集中|共同|直接|全面|牵头|兜底|结合实际|研究"
_BY = re.compile(rf"(?<![理自])由(?P<who>[^，。；：由]{{2,22}}?)(?=(?:{_ADVERB})*(?:{_DUTY}))")
_TO = re.compile(
    r"(?<![汇申上填通公情周告])报(?![告送表刊名销酬道考])请?(?P<who>[^，。；：、]{2,18}?)(?P<what>备案|批准|审批|审核|同意|审定)"
)
_BODY = re.compile(
    r"^(?P<who>(?![由经])[^，。；：、的]{2,14}?(?:处|室|部|部门|委员会|机关|机构|单位|小组|中心|局|委|科))(?P<duty>负责(?!人)|主管|牵头|归口管理)"
)
_NOT_WHO = re.compile(
    r"下列|以下|此|其(?!他)|本人$|^(?:有关|相关)|按照?|根据|对照|讨论|超过|报|与.*(?:签|商|协商)|进行|执行|规定"
)
_MEANS = re.compile(r"(?:所称的?|所指的?)(?P<word>[^，。；]{2,20}?)，?(?:是指|指)(?P<what>.{6,})$")
_IS = re.compile(r"^(?P<word>[^，。；、]{2,14}?)，?是指(?P<what>.{6,})$")
_CHARACTER = re.compile(
    r"^(?P<word>[^，。；、]{2,12}?)是(?:指|以|对)(?P<what>.{6,}?)(?:所?进行的|的)(?P<kind>[^，。；的]{2,10})(?:，|$)"
)


def duties(unit: Unit) -> Iterator[Proposal]:
    """由…负责, 报…批准, 人事处负责…: who it is."""
    parts = clauses(unit.text)
    for at, clause in enumerate(parts):
        if (found := _BY.search(clause)) and not _NOT_WHO.search(found["who"]):
            asked = clause[: found.start()] + "由谁" + clause[found.end() :]
        elif (found := _TO.search(clause)) and not _NOT_WHO.search(found["who"]):
            asked = clause[: found.start()] + f"报谁{found['what']}" + clause[found.end() :]
        elif (found := _BODY.search(clause)) and not at:
            asked = "哪个部门" + clause[found.start("duty") :]
        else:
            continue
        if "不得" in clause:
            continue
        core = _with_subject(parts, at, plain(asked))
        if core and not leans(core):
            yield Proposal(core, "职责", "direct", _who(found["who"]))


def definitions(unit: Unit) -> Iterator[Proposal]:
    """本办法所称…，是指…: what the word means."""
    for pattern in (_MEANS, _IS, _CHARACTER):
        found = pattern.search(unit.text)
        if found is None or leans(found["word"]) or "〓" in found["word"]:
            continue
        facts = _said(found["what"])
        if facts:
            yield Proposal(f"{plain(found['word'])}是指什么", "定义", "direct", facts)
        return


def _with_subject(parts: list[str], at: int, asked: str) -> str:
    words = asked
    for before in reversed(parts[:at]):
        longer = plain(before) + "，" + words
        if len(longer) > 44:
            break
        words = longer
    return words if 6 <= len(words) <= 52 and not re.match(r"应当|应|必须|可以|经", words) else ""


def _who(words: str) -> Facts:
    """The first of those named, without what stands before them in brackets or as an attribute."""
    short = re.split(r"、|和|或者|会同|以及", words)[0].strip()
    if len(short) < 2:  # 省、市、县级机构: the last has the noun
        short = words.split("、")[-1]
    if len(short) > 10:
        short = re.split(r"[的）]", short.rstrip("）"))[-1]
    return ((short if len(short) <= 14 else short[-10:],),)


def _said(text: str) -> Facts:
    parts = [p.strip() for p in re.split(r"[，、（）；]|和|以及|或者|的", text)]
    return tuple((p,) for p in parts if 4 <= len(p) <= 10 and not p.endswith(("中", "进行", "等")))[:2]
