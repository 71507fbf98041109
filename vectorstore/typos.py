"""Slips of typing by sound: 记过处份, 年度考合, 不却定档次 → the word of the texts that sounds the same."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from vectorstore.lexical import Lexical
from vectorstore.words import FUNCTION_WORDS, Segmenter

# The common characters of GB 2312 are ordered by sound; the first of each syllable.
_FIRST_OF_SYLLABLE = (
    "啊埃鞍肮凹芭白斑邦苞杯奔崩逼鞭标鳖彬兵玻捕擦猜餐苍操厕层插拆搀昌超车郴撑吃充抽初揣川疮吹春戳疵聪凑粗"
    "蹿摧村磋搭呆耽当刀德蹬堤颠碉跌丁丢东兜督端堆墩掇蛾恩而发藩坊菲芬丰佛否夫噶该干冈篙哥给根耕工钩辜刮乖"
    "棺光瑰辊锅哈骸酣夯壕呵嘿痕哼轰喉呼花槐欢荒灰荤豁击嘉歼僵蕉揭巾荆炯揪鞠捐撅均喀开刊康考坷肯坑空抠枯夸"
    "块宽匡亏坤括垃莱蓝琅捞勒雷棱厘俩联粮撩列琳玲溜龙楼芦驴峦掠抡萝妈埋瞒芒猫么玫门萌眯棉苗蔑民明谬摸谋拇"
    "拿氖南囊挠呢馁嫩能妮蔫娘鸟捏您柠牛脓奴女暖虐挪哦欧啪拍攀乓抛呸喷砰坯篇飘撇拼乒坡扑期掐牵枪橇切钦青琼"
    "秋趋圈缺裙然瓤饶惹壬扔日戎揉茹软蕊闰若撒腮三桑搔瑟森僧莎筛珊墒梢奢砷声师收蔬刷摔栓霜谁吮说斯松搜苏酸"
    "虽孙蓑塌胎坍汤掏特藤梯天挑贴厅通偷凸湍推吞拖挖歪豌汪威瘟嗡挝巫昔瞎掀相萧楔薪星兄休墟轩靴勋压焉殃邀椰"
    "一茵英哟拥幽迂鸳曰耘匝栽咱赃遭责贼怎增扎摘瞻樟招遮珍蒸芝中舟珠抓拽专桩椎谆捉兹鬃邹租钻嘴尊昨"
)
_STARTS = [char.encode("gb2312") for char in _FIRST_OF_SYLLABLE]
_LEVEL_ONE = (b"\xb0\xa1", b"\xd7\xf9")
_HAN = re.compile(r"[㐀-鿿]{2,}")
_LONGEST = 6

Sound = tuple[int, ...]


class Typos:
    """Knows how the texts' own words sound. ``words`` are those a slip may be meant for."""

    def __init__(self, words: Iterable[str], segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        self._known: set[str] = set()
        self._by_sound: dict[Sound, list[str]] = {}
        for word in dict.fromkeys(words):
            if 2 <= len(word) <= _LONGEST and (sound := _sound(word)):
                self._known.add(word)
                self._by_sound.setdefault(sound, []).append(word)

    @classmethod
    def of(cls, lexical: Lexical) -> Typos:
        """For the words of an index and those of its vocabulary."""
        official = (word for words in lexical.vocabulary.synonyms.values() for word in words)
        texts = (word for word in lexical.frequent() if word not in FUNCTION_WORDS)
        return cls((*texts, *lexical.vocabulary.words, *official), lexical.segmenter)

    def correct(self, question: str) -> str:
        """``question`` with one wrong character of a word put right where the word makes no sense as it stands and
        just one word of the texts sounds the same."""
        text = question
        for run in dict.fromkeys(_HAN.findall(question)):
            if (corrected := self._run(run)) != run:
                text = text.replace(run, corrected)
        return text

    def _run(self, run: str) -> str:
        words, start = [], 0
        for word in self._segmenter.cut(run):
            words.append((start, start + len(word), word))
            start += len(word)
        if start != len(run):
            return run
        loose = {low for low, high, word in words if high - low == 1}
        edges = {low for low, _, _ in words} | {len(run)}
        for length in range(min(_LONGEST, len(run)), 1, -1):
            for low in range(len(run) - length + 1):
                high = low + length
                if low in edges and high in edges and (meant := self._meant(run[low:high], low, loose)):
                    return self._run(run[:low] + meant + run[high:])
        return run

    def _meant(self, written: str, low: int, loose: set[int]) -> str:
        if written in self._known or self._segmenter.knows(written):
            return ""
        sound = _sound(written)
        same = [w for w in self._by_sound.get(sound, ()) if sum(a != b for a, b in zip(w, written, strict=True)) == 1]
        if len(same) != 1:
            return ""
        wrong = next(i for i, (a, b) in enumerate(zip(same[0], written, strict=True)) if a != b)
        if low + wrong not in loose:
            return ""
        if written[wrong] in FUNCTION_WORDS and not loose.intersection(
            set(range(low, low + len(written))) - {low + wrong}
        ):
            return ""  # 的优秀 is no slip of 得优秀
        if len(written) == 2 and (low + 1 - wrong not in loose or any(char in FUNCTION_WORDS for char in written)):
            return ""
        return same[0]


def _sound(word: str) -> Sound:
    """The syllable of each character; empty where one is not among the common ones."""
    found = []
    for char in word:
        try:
            code = char.encode("gb2312")
        except UnicodeEncodeError:
            return ()
        if not _LEVEL_ONE[0] <= code <= _LEVEL_ONE[1]:
            return ()
        found.append(bisect_right(_STARTS, code))
    return tuple(found)
