"""From canonical spans back to the files."""

from __future__ import annotations

from app.location import SourceSpan, files_named, locate
from ingest.model import Place, Segment, Source


def _places(segments: list[Segment], *spans: tuple[int, int]) -> list[tuple[int, int]]:
    return [(place.start, place.end) for place in locate(Source("f", "", tuple(segments)), spans)]


def test_offsets_across_removed_characters_of_the_source() -> None:
    # the source had four characters (a page number) between the two segments
    segments = [Segment(0, 10, 50, 60), Segment(10, 20, 64, 74)]
    assert _places(segments, (2, 5)) == [(52, 55)]
    assert _places(segments, (8, 12)) == [(58, 66)]
    assert _places(segments, (2, 5), (12, 14)) == [(52, 55), (66, 68)]


def test_offsets_of_a_segment_of_another_length_are_the_whole_of_it() -> None:
    assert _places([Segment(0, 4, 10, 16), Segment(4, 8, 16, 20)], (1, 6)) == [(10, 18)]


def test_offsets_where_the_source_has_another_order_or_lacks_the_words() -> None:
    assert _places([Segment(0, 5, 40, 45), Segment(5, 9, 10, 14)], (3, 7)) == [(43, 45), (10, 12)]
    assert _places([Segment(0, 5, 40, 45)], (6, 9)) == []


def test_the_page_and_position_are_those_of_the_first_character() -> None:
    places = (Place(0, 20, 1, "72,90,300,104"), Place(20, 40, 1, "72,110,300,124"), Place(45, 60, 2, "72,90,200,104"))
    source = Source("办法.pdf", "", (Segment(0, 40, 0, 40), Segment(40, 60, 40, 60)), format="pdf", places=places)
    found = list(locate(source, [(20, 25), (39, 50), (42, 44)]))
    assert found[0] == SourceSpan("办法.pdf", 20, 25, 1, "72,110,300,124")
    assert (found[1].page, found[1].position) == (1, "72,110,300,124"), "where it begins"
    assert (found[2].page, found[2].position) == (None, ""), "between the places"


def test_places_for_a_reader_name_each_file_once() -> None:
    places = [("办法.pdf", 3), ("办法.pdf", 4), ("办法.txt", None), ("办法.pdf", 3)]
    assert files_named(places) == ["办法.pdf 第3、4页", "办法.txt"]
