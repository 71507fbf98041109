"""Text → the tokens that are counted: Chinese words, and pairs of neighbouring characters."""

from __future__ import annotations

import hashlib
import json
import logging
import math
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import jieba

from ingest.numeral import parse_numeral
from vectorstore.synonyms import Vocabulary

_RUN = re.compile(r"[㐀-鿿]+|[a-z]+|\d+(?:\.\d+)?%?")
_FRACTION = re.compile(r"([零一二三四五六七八九十百]{1,5})分之([零一二三四五六七八九十百]{1,5})")
_COUNTED = re.compile(
    r"(?<![零〇一二三四五六七八九十百千万第])[零〇一二两三四五六七八九十百千]+(?=[个名人次年月日天周级倍小成元份条字家]|分(?!之))"
)
_HAN = re.compile(r"[㐀-鿿]+")
_SPACE = re.compile(r"(?<=[^a-z0-9])\s+|\s+(?=[^a-z0-9])")

# Words of questions and of grammar: they say what kind of answer is wanted, not what about.
FUNCTION_WORDS = frozenset(
    """
    的 了 吗 呢 吧 啊 呀 嘛 么 不 是 在 和 与 及 或 或者 以及 并 并且 而 而且 但 但是 也 都 就 才 还 又 再 很 太
    更 最 咋 咋办 咋样 啥 嘞 呗 这 那 这个 那个 这些 那些 这样 那样 它 他 她 我 你 您 我们 你们 他们 咱们 咱 自己
    谁 什么 哪 怎么 怎么样 怎么弄 怎样 如何 为什么 为何 是否 有 没有 没 有没有 会 会不会 能 能否 能不能 可以
    可不可以 才能 可否 要 要不要 应该 应当 应 须 必须 得 该 不是 是不是 请 请问 请教 问 想问 想 知道 告诉 说 一下
    问一下 看 看看 了解 用 用不用 不用 不要 还要 还有 帮 帮我 写 写的 把 被 让 给 还给 对 对于 关于 按 按照 照
    根据 依据 以 从 到 由 向 为 为了 因为 因 所以 如果 要是 假如 若 的话 时 时候 之 其 其中 里 里面 中 上 下 内 外
    后 前 之后 之前 之内 以后 以前 一个 一种 一些 一般 规定 怎么办 怎么算 算 算不算 算数 做 干 弄 搞 多 少 第 个
    名 次 需要 需 去 来 进行 有关 相关 一 二 两 三 情况 何时 何 至 将 可 等 每 各 某 另 即 则 且 只 仅 并不 不会
    到底 究竟 具体 那么 行 行不行 对吗 分别 属于 包括 方面 问题 内容 老 总 总是 老是 什么样 有人 有个 有什么 讲
    讲的 怎么写 叫 叫做 指 指的 所说 所谓 大概 比较 真的 其实 还是 已经 正在 刚 刚刚 现在 目前 这儿 跟 跟着 往 先
    完 过 着 起来 下来 出来 上去 过来 出去 放到 放在 放 拿 拿到 得出 最后 结果 种 类 项 条 份 天 年 月 日 号 回 遍
    趟 点 家 所 位 人 大 小 上面 下面 后面 就要 还没 一样 为准 得来 不管 换成 做到 搞完 做完 文件 说法 怎么说 样
    打算 可能 以上 以下 左右
    """.split()  # noqa: SIM905
)

_QUESTION_PIECE = re.compile(
    r"^(?:百分之)?(?:几|多少|多[久大长高]|哪|谁|什么|怎么|如何|何).*|.*(?:几|多少|什么|怎么|谁|多久|多长)[^不没]?$|^一[回遍趟次]$"
)


SEGMENTATION = 1
"""Raised when this module cuts the same text otherwise with the same vocabulary."""


class Segmenter:
    """Cuts text into words; keeps the vocabulary's words whole.

    Costs about a second and 70 MB to create. jieba's cache file is not used: it lies in the temporary folder, where
    anyone may write, and would be unmarshalled without a check.
    """

    def __init__(self, vocabulary: Vocabulary, terms: Iterable[str] = ()) -> None:
        jieba.default_logger.setLevel(logging.WARNING)
        self._jieba = jieba.Tokenizer()
        self._jieba.FREQ, self._jieba.total = self._jieba.gen_pfdict(self._jieba.get_dict_file())
        self._jieba.initialized = True
        self._general: dict[str, int] = {}  # of the words added below, what general Chinese has
        # A clause stands in several passages (the article, its 款, the sentence) and is cut once.
        self._cut_run = lru_cache(maxsize=65_536)(self._cut_run_anew)
        self._inside = lru_cache(maxsize=65_536)(self._inside_anew)
        self._vocabulary = vocabulary
        for word in (*vocabulary.words, *terms):
            plain = normalise(word)
            if _HAN.fullmatch(plain) and len(plain) > 1:
                self._general.setdefault(plain, self._jieba.FREQ.get(plain, 0))
                self._jieba.add_word(plain, max(self._jieba.suggest_freq(plain), 200))

    @property
    def vocabulary(self) -> Vocabulary:
        """The institution's vocabulary, whose words are kept whole."""
        return self._vocabulary

    def knows(self, word: str) -> bool:
        """Whether it is a word of the dictionary or of the vocabulary."""
        return bool(self._jieba.FREQ.get(word))

    def cut(self, text: str) -> list[str]:
        """The words of ``text`` in order, normalised; punctuation is dropped, numbers are Arabic."""
        found: list[str] = []
        for run in _RUN.findall(normalise(text)):
            found.extend(self._cut_run(run) if _HAN.match(run) else (run,))
        return found

    def _cut_run_anew(self, run: str) -> tuple[str, ...]:
        return tuple(self._jieba.cut(run, HMM=False))

    def tokens(self, text: str) -> list[str]:
        """The words of ``text`` and, after each longer one, the dictionary words it is made of.

        A word's rivals are not among them: 不合格 does not contain 合格.
        """
        found: list[str] = []
        for word in self.cut(text):
            found.append(word)
            found.extend(self._inside(word))
        return found

    def inside(self, word: str) -> list[str]:
        """The shorter dictionary words in ``word``, its rivals and function words left out."""
        return list(self._inside(word))

    def _inside_anew(self, word: str) -> tuple[str, ...]:
        if len(word) < 3 or not _HAN.match(word):
            return ()
        rivals = self._vocabulary.rivals(word)
        parts = (word[i : i + n] for n in range(2, len(word)) for i in range(len(word) - n + 1))
        return tuple(p for p in parts if self._jieba.FREQ.get(p) and p not in rivals and p not in FUNCTION_WORDS)

    def rarity(self, word: str) -> float:
        """How much a word says in general Chinese, 0 to 1: 今年 little, 薪级工资 much. Unknown words say much."""
        frequency = self._general.get(word, self._jieba.FREQ.get(word, 0))
        if not frequency:
            return 1.0
        return max(0.05, min(1.0, (math.log(self._jieba.total / frequency) - 5.0) / 9.0))


def segmentation(vocabulary: Vocabulary) -> str:
    """A hash of everything that decides how a text is cut: this module, its dictionary, the vocabulary's words and
    look-alikes. Synonyms are not among it: they are looked up in questions."""
    rivals = sorted(sorted(group) for group in vocabulary.contrasts)
    decisive = [SEGMENTATION, jieba.__version__, sorted(FUNCTION_WORDS), sorted(vocabulary.words), rivals]
    return hashlib.sha256(json.dumps(decisive, ensure_ascii=False).encode()).hexdigest()


def asks(word: str) -> bool:
    """Whether the word asks rather than names: 几个月, 哪几种, 谁负责."""
    return bool(_QUESTION_PIECE.match(word))


def normalise(text: str) -> str:
    """Compatibility forms, lower case, no white space between Chinese characters, counted numbers in Arabic."""
    plain = _SPACE.sub("", unicodedata.normalize("NFKC", text).lower())
    plain = _FRACTION.sub(_fraction, plain)
    return _COUNTED.sub(_arabic, plain)


def pairs(text: str) -> list[str]:
    """Every two neighbouring Chinese characters of the normalised text, and its numbers."""
    found: list[str] = []
    for run in _RUN.findall(normalise(text)):
        if _HAN.match(run) and len(run) > 1:
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
        else:
            found.append(run)
    return found


def _fraction(match: re.Match[str]) -> str:
    if match[1] != "百":
        return match[0]
    return _arabic_text(match[2]) + "%" if _arabic_text(match[2]) != match[2] else match[0]


def _arabic(match: re.Match[str]) -> str:
    return _arabic_text(match[0])


def _arabic_text(numeral: str) -> str:
    try:
        return str(parse_numeral(numeral))
    except ValueError:
        return numeral
