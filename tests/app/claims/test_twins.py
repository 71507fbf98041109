from __future__ import annotations

from app.claims.canonical import canonical
from app.claims.model import Passage
from app.claims.twins import has_twin

PASSAGE = Passage(1, "砚禾研究院处分规定", (), "第五条", (), "记过，期间为六个月；记大过，期间为十二个月。公示三天。")


def test_the_same_words_with_another_number() -> None:
    assert has_twin(canonical("期间为十二个月").keys, PASSAGE)


def test_words_that_tell_which_is_meant() -> None:
    assert not has_twin(canonical("记大过，期间为12个月").keys, PASSAGE)
    assert not has_twin(canonical("公示三天").keys, PASSAGE)
    assert not has_twin(canonical("公示").keys, PASSAGE)
