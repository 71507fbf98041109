"""What two texts have in common."""

from __future__ import annotations

import random

import pytest

from ingest.editions.shingles import SHARED, containment, is_large, sample, shingles, sketches, words

SIGNS = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]


def invented(size: int, seed: int) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice(SIGNS) for _ in range(size))


def changed(text: str, share: float, seed: int) -> str:
    """The text with this share of its characters replaced."""
    chance = random.Random(seed)
    return "".join(chance.choice(SIGNS) if chance.random() < share else char for char in text)


def test_words_and_shingles() -> None:
    assert words("第一条　打印（A4），双面。\n") == "第一条打印A4双面"
    assert shingles("打印要双面") == {"打印要双面"}
    assert shingles("打印要双面印") == {"打印要双面", "印要双面印"}
    assert shingles("打印") == {"打印"}
    assert shingles("") == frozenset()


def test_containment_is_the_share_of_the_smaller_set() -> None:
    assert containment(frozenset("甲乙"), frozenset("乙丙丁")) == 0.5
    assert containment(frozenset(), frozenset("甲")) == 0.0


def test_a_sample_stands_for_all() -> None:
    text = invented(40_000, 1)
    other = changed(text, 0.03, 2)
    assert len(sample(text)) == pytest.approx(len(shingles(text)) / 16, rel=0.15)
    assert sample(text) <= shingles(text)
    exact = containment(shingles(text), shingles(other))
    assert containment(sample(text), sample(other)) == pytest.approx(exact, abs=0.03)
    assert is_large(text * 26)
    assert not is_large(text)


@pytest.mark.parametrize("size", [8, 60, 300, 1990, 2010, 4990, 5010, 20_000])
@pytest.mark.parametrize("seed", range(3))
def test_copies_of_up_to_two_and_a_half_times_the_size_share_enough(size: int, seed: int) -> None:
    text = invented(size, seed)
    longer = changed(text, 0.02, seed) + invented(int(size * 1.4), seed + 100)
    shared = sketches(text) & sketches(longer)
    assert len(shared) >= min(SHARED, len(sketches(text)))
    assert len(sketches(text) & sketches(invented(size, seed + 200))) < SHARED


def test_a_text_without_chinese_has_a_sketch_too() -> None:
    text = " ".join(f"word{number}" for number in range(3000))
    assert sketches(words(text))
