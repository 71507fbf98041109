"""Texts as the characters they are written with."""

from __future__ import annotations

import numpy as np
import pytest

from vectorstore.characters import Characters

TEXTS = ["借书要带证", "借书几天", "借书怎么办", "办证几天", "怎么办证"]


@pytest.fixture(scope="module")
def characters() -> Characters:
    return Characters.of(TEXTS)


def test_what_some_texts_have_in_common_is_kept_the_rarer_the_weightier(characters: Characters) -> None:
    assert characters.grams == sorted(["借", "书", "借书", "办", "证"])
    more = Characters.of([*TEXTS, "书", "书店"])
    weights = dict(zip(more.grams, more.rarity.tolist(), strict=True))
    assert weights["书"] < weights["借"] == weights["借书"]


def test_a_vector_has_unit_length_however_the_text_repeats_itself(characters: Characters) -> None:
    places, values = characters.vector("借书、借书！")
    assert [characters.grams[place] for place in places] == ["书", "借", "借书"]
    assert np.linalg.norm(values) == pytest.approx(1.0)


def test_a_text_of_other_characters_is_nowhere(characters: Characters) -> None:
    places, values = characters.vector("魑魅？")
    assert len(places) == len(values) == 0


def test_the_table_has_the_vectors_as_rows(characters: Characters) -> None:
    table = characters.table([*TEXTS, "魑魅"])
    assert table.shape == (6, 5) and table.dtype == np.float32
    for row, text in enumerate(TEXTS):
        places, values = characters.vector(text)
        assert table[row].indices.tolist() == places.tolist() and table[row].data == pytest.approx(values)
    assert table[5].nnz == 0


def test_each_of_the_characters_has_a_weight() -> None:
    with pytest.raises(ValueError, match="fit together"):
        Characters(["借", "书"], np.ones(1, np.float32))
