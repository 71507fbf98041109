from __future__ import annotations

import pytest

from eval.report.placement import FONT, Placed, place, text_width

BOUNDS = (0.0, 0.0, 300.0, 200.0)


def box(placed: Placed, label: str) -> tuple[float, float, float, float]:
    wide = text_width(label)
    left = placed.x - {"left": 0, "center": wide / 2, "right": wide}[placed.align]
    return left, placed.y - FONT / 2, left + wide, placed.y + FONT / 2


def test_a_single_label_stands_to_the_right() -> None:
    placed = place([(100, 100)], ["条问"], BOUNDS)[0]
    assert (placed.y, placed.align) == (100, "left") and placed.x > 100


def test_at_the_edge_it_stands_to_the_left() -> None:
    assert place([(295, 100)], ["条问"], BOUNDS)[0].align == "right"


@pytest.mark.parametrize("gap", [0, 5, 12])
def test_labels_of_points_close_together_do_not_cover_each_other(gap: int) -> None:
    points = [(100.0 + gap * n, 100.0 + gap * (n % 2)) for n in range(5)]
    labels = ["直接提问", "口语提问", "BM25", "涉及多条", "追问"]
    boxes = [box(*pair) for pair in zip(place(points, labels, BOUNDS), labels, strict=True)]
    for at, one in enumerate(boxes):
        assert one[0] >= 0 and one[1] >= 0 and one[2] <= 300 and one[3] <= 200
        for other in boxes[at + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_an_obstacle_is_avoided_where_that_is_near() -> None:
    placed = place([(150, 100)], ["条问"], BOUNDS, [(155, 80, 200, 120)])[0]
    assert placed.align == "right"


def test_text_width_counts_chinese_characters_as_squares() -> None:
    assert text_width("条问") == 2 * FONT
    assert FONT < text_width("ab") < 1.5 * FONT
