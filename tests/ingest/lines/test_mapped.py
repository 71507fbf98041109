"""Text that keeps the way back to its source."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from ingest.lines.mapped import Mapped, concat, join_lines
from ingest.model import Segment, Span


def origins(mapped: Mapped) -> list[Span]:
    return [mapped.origin(index) for index in range(len(mapped))]


def always(text: str) -> Callable[[re.Match[str]], str]:
    return lambda match: text


def test_a_source_maps_character_by_character() -> None:
    mapped = Mapped.of("甲乙丙")
    assert origins(mapped) == [(0, 1), (1, 2), (2, 3)]
    assert mapped.cut(1, 3).source_span == (1, 3)


def test_an_empty_part_has_an_empty_span() -> None:
    assert Mapped.of("   ").strip().source_span == (0, 0)


def test_a_replacement_of_equal_length_stays_one_to_one() -> None:
    changed = Mapped.of("甲,乙").substitute(re.compile(","), lambda m: "，")
    assert changed.text == "甲，乙"
    assert origins(changed) == [(0, 1), (1, 2), (2, 3)]


def test_a_contraction_maps_to_the_whole_match_and_is_told() -> None:
    told: list[tuple[int, int, str, str]] = []
    changed = Mapped.of("甲，，，乙").substitute(re.compile("，+"), lambda m: "，", lambda *each: told.append(each))
    assert changed.text == "甲，乙"
    assert origins(changed) == [(0, 1), (1, 4), (4, 5)]
    assert told == [(1, 4, "，，，", "，")]


def test_an_unchanged_match_is_no_change() -> None:
    mapped = Mapped.of("甲，乙")
    told: list[str] = []
    assert mapped.substitute(re.compile("，+"), lambda m: "，", lambda *each: told.append("x")) is mapped
    assert told == []


def test_a_removal_leaves_a_hole_between_segments() -> None:
    changed = Mapped.of("甲--乙").substitute(re.compile("-+"), lambda m: "")
    text, segments = join_lines([changed])
    assert text == "甲乙"
    assert segments == (Segment(0, 1, 0, 1), Segment(1, 2, 3, 4))


def test_lines_are_joined_by_breaks_that_no_segment_covers() -> None:
    source = Mapped.of("甲乙\r\n丙丁")
    text, segments = join_lines([source.cut(0, 2), source.cut(4, 6)])
    assert text == "甲乙\n丙丁"
    assert segments == (Segment(0, 2, 0, 2), Segment(3, 5, 4, 6))


def test_a_contracted_run_is_a_segment_of_its_own() -> None:
    changed = Mapped.of("甲，，乙丙").substitute(re.compile("，+"), lambda m: "，")
    _, segments = join_lines([changed])
    assert segments == (Segment(0, 1, 0, 1), Segment(1, 2, 1, 3), Segment(2, 4, 3, 5))


def test_concatenation_keeps_both_origins() -> None:
    source = Mapped.of("甲乙丙丁")
    joined = concat([source.cut(2, 4), source.cut(0, 1)])
    assert joined.text == "丙丁甲"
    assert origins(joined) == [(2, 3), (3, 4), (0, 1)]


def test_no_line_no_text() -> None:
    assert join_lines([]) == ("", ())


def test_lines_know_their_place() -> None:
    whole = Mapped.of("--甲\n\n 乙丙 \n \n").substitute(re.compile("-"), always(""))
    found = [(start, end, piece and (piece.text, piece.source_span)) for start, end, piece in whole.lines()]
    assert found == [
        (0, 1, ("甲", (2, 3))),
        (2, 2, None),
        (3, 7, ("乙丙", (6, 8))),
        (8, 9, None),
        (10, 10, None),
    ]


def test_single_characters_are_translated_in_place() -> None:
    translated = Mapped.of("甲\t乙").translate(re.compile(r"\t"), " ")
    assert (translated.text, translated.source_span) == ("甲 乙", (0, 3))


def test_a_part_of_a_changed_text_changed_again() -> None:
    once = Mapped.of("甲，，，乙丙丁").substitute(re.compile("，+"), lambda m: "，")
    again = once.cut(1, 5).substitute(re.compile("丙"), lambda m: "")
    assert again.text == "，乙丁"
    assert origins(again) == [(1, 4), (4, 5), (6, 7)]
    assert join_lines([again])[1] == (Segment(0, 1, 1, 4), Segment(1, 2, 4, 5), Segment(2, 3, 6, 7))


def test_runs_say_what_the_characters_say() -> None:
    """Against a map kept character by character, over random changes."""
    random = Random(5)
    for _ in range(300):
        source = "".join(random.choice("甲乙，，  \n") for _ in range(random.randrange(1, 30)))
        mapped, plain = Mapped.of(source), [(index, index + 1) for index in range(len(source))]
        for _ in range(4):
            low = random.randrange(len(mapped.text) + 1)
            high = random.randrange(low, len(mapped.text) + 1)
            if random.random() < 0.3:
                mapped, plain = mapped.cut(low, high), plain[low:high]
            elif random.random() < 0.3:
                mapped, plain = concat([mapped.cut(low, high), mapped]), plain[low:high] + plain
            else:
                new = random.choice(["", "，", "丙丁", "丙丁戊"])
                kept, at = [], 0
                for match in re.finditer("，+", mapped.text):
                    whole = (plain[match.start()][0], plain[match.end() - 1][1])
                    same = len(new) == len(match.group())
                    kept += plain[at : match.start()] + (plain[slice(*match.span())] if same else [whole] * len(new))
                    at = match.end()
                mapped, plain = mapped.substitute(re.compile("，+"), always(new)), kept + plain[at:]
            assert origins(mapped) == plain
