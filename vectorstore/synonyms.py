"""The institution's vocabulary, a plain file that the user edits: synonyms, look-alikes, words of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

DEFAULT_FILE = Path(__file__).with_name("synonyms.txt")

_SEPARATOR = re.compile(r"\s*[，,、；;]\s*")
_MAX_WORD = 30


class VocabularyError(Exception):
    """The vocabulary file cannot be used; the message is Chinese, names the line and says what to do."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the file says.

    ``synonyms`` maps a colloquial word to official ones, in the file's order. ``contrasts`` are groups of words of one
    kind that exclude each other (合格, 基本合格, 不合格). ``words`` are all words to be kept whole. ``formal`` are
    words with synonyms that are official themselves: those that stand on both sides of a line.
    """

    synonyms: dict[str, tuple[str, ...]]
    contrasts: tuple[tuple[str, ...], ...]
    words: frozenset[str]
    formal: frozenset[str] = frozenset()

    def official(self, word: str) -> tuple[str, ...]:
        """The official words for a colloquial one, empty where it has none."""
        return self.synonyms.get(word, ())

    def rivals(self, word: str) -> frozenset[str]:
        """The words that must not be taken for ``word``."""
        return frozenset(other for group in self.contrasts if word in group for other in group if other != word)


def load(path: Path = DEFAULT_FILE) -> Vocabulary:
    """Read a vocabulary file (UTF-8, one entry a line; the file's head explains the three forms).

    Raises :class:`VocabularyError` for a missing file or a line that is none of the three.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(f"同义词文件 {path} 读不出来：请确认文件存在并以 UTF-8 编码保存。（{error}）") from error
    synonyms: dict[str, tuple[str, ...]] = {}
    contrasts: list[tuple[str, ...]] = []
    words: set[str] = set()
    formal: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        where = f"同义词文件 {path} 第 {number} 行"
        if "→" in entry:
            left, _, right = entry.partition("→")
            official = _words(right, where)
            for colloquial in _words(left, where):
                known = synonyms.get(colloquial, ())
                synonyms[colloquial] = known + tuple(w for w in official if w not in known and w != colloquial)
                words.add(colloquial)
                if colloquial in official:
                    formal.add(colloquial)
        elif "≠" in entry:
            group = tuple(word for part in entry.split("≠") for word in _words(part, where))
            if len(group) < 2:
                raise VocabularyError(f"{where}：“≠”两边都要有词。")
            contrasts.append(group)
            words.update(group)
        else:
            words.update(_words(entry, where))
    return Vocabulary(synonyms, tuple(contrasts), frozenset(words), frozenset(formal))


def _words(text: str, where: str) -> tuple[str, ...]:
    found = tuple(word for word in _SEPARATOR.split(text.strip()) if word)
    if not found or any("→" in word or len(word) > _MAX_WORD for word in found):
        raise VocabularyError(
            f"{where}：写法应为“口语 → 正式用语”“甲 ≠ 乙”或单独一个词，每个词不超过 {_MAX_WORD} 个字。"
        )
    return found
