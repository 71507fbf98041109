"""The institution's vocabulary, a plain file that the user edits: synonyms, look-alikes, words of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from vectorstore.errors import VectorstoreError

DEFAULT_FILE = Path(__file__).with_name("synonyms.txt")

_SEPARATOR = re.compile(r"\s*[，,、；;]\s*")
_MAX_WORD = 30


class VocabularyError(VectorstoreError):
    """The vocabulary file cannot be used; the message is Chinese, names the line and says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__("vocabulary", message)


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


@dataclass(frozen=True, slots=True)
class Fault:
    """A line, counted from 1, that is none of the three forms, and what to write instead, in Chinese."""

    line: int
    message: str


def load(path: Path = DEFAULT_FILE, own: Path | None = None) -> Vocabulary:
    """Read a vocabulary file (UTF-8, one entry a line; the file's head explains the three forms) and before it, so
    that its words come first, the institution's ``own`` one where there is such a file.

    Raises :class:`VocabularyError` for a missing file or a line that is none of the three.
    """
    lines = _Lines()
    for file in ([own] if own is not None and own.exists() else []) + [path]:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise VocabularyError(
                f"同义词文件 {file} 读不出来：请确认文件存在并以 UTF-8 编码保存。（{error}）"
            ) from error
        if found := lines.add(text):
            raise VocabularyError(f"同义词文件 {file} 第 {found[0].line} 行：{found[0].message}")
    return lines.vocabulary()


def faults(text: str) -> list[Fault]:
    """What is wrong with the text of a vocabulary file, line by line."""
    return _Lines().add(text)


class _Lines:
    """What the lines of one or several files say together."""

    def __init__(self) -> None:
        self._synonyms: dict[str, tuple[str, ...]] = {}
        self._contrasts: list[tuple[str, ...]] = []
        self._words: set[str] = set()
        self._formal: set[str] = set()

    def add(self, text: str) -> list[Fault]:
        """Take in the lines; those that cannot be are returned."""
        found: list[Fault] = []
        for number, line in enumerate(text.splitlines(), 1):
            entry = line.strip()
            if entry and not entry.startswith("#"):
                try:
                    self._take(entry)
                except ValueError as error:
                    found.append(Fault(number, str(error)))
        return found

    def _take(self, entry: str) -> None:
        if "→" in entry:
            left, _, right = entry.partition("→")
            official = _words(right)
            for colloquial in _words(left):
                known = self._synonyms.get(colloquial, ())
                self._synonyms[colloquial] = known + tuple(w for w in official if w not in known and w != colloquial)
                self._words.add(colloquial)
                if colloquial in official:
                    self._formal.add(colloquial)
        elif "≠" in entry:
            group = tuple(word for part in entry.split("≠") for word in _words(part))
            if len(group) < 2:
                raise ValueError("“≠”两边都要有词。")
            self._contrasts.append(group)
            self._words.update(group)
        else:
            self._words.update(_words(entry))

    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self._synonyms, tuple(self._contrasts), frozenset(self._words), frozenset(self._formal))


def _words(text: str) -> tuple[str, ...]:
    found = tuple(word for word in _SEPARATOR.split(text.strip()) if word)
    if not found or any("→" in word or len(word) > _MAX_WORD for word in found):
        raise ValueError(f"写法应为“口语 → 正式用语”“甲 ≠ 乙”或单独一个词，每个词不超过 {_MAX_WORD} 个字。")
    return found
