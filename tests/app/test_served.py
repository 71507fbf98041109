"""A newly published index takes over; one that cannot be opened does not; nothing in use is closed."""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from app.chain import AskRequest, RegulationChain
from app.served import Served, state
from app.site import save_contact
from vectorstore.own_words import save_own
from vectorstore.published import IndexFolder


class Shop:
    """Builds ``b1``, ``b2``, … that can be published, and the chains opened over them."""

    def __init__(self, chain: RegulationChain, make: Any) -> None:
        self.now = 0.0
        self.current: str | None = "b1"
        self.broken: set[str] = set()
        self.opened: list[RegulationChain] = []
        self._template = chain
        self._make = make

    def open(self) -> RegulationChain:
        assert self.current is not None
        if self.current in self.broken:
            raise RuntimeError("damaged")
        chain = RegulationChain(self._make(self.current), self._template._extract)
        self.opened.append(chain)
        return chain

    def served(self) -> Served:
        return Served(lambda: self.current, self.open, period=2.0, grace=0.0, clock=lambda: self.now)


@pytest.fixture
def shop(chain: RegulationChain, index: Any) -> Shop:
    def make(build: str) -> Any:
        return type(index)(index.regulations, index.retriever, build)

    return Shop(chain, make)


def test_the_new_build_takes_over_and_the_old_is_closed(shop: Shop) -> None:
    served = shop.served()
    shop.current = "b2"
    assert served().index.build_id == "b1"  # the period is not over
    shop.now = 2.0
    served()
    served.wait()
    assert served().index.build_id == "b2" and not served().ask(AskRequest("工具书")).refused
    assert shop.opened[0].index.closed and not shop.opened[1].index.closed  # type: ignore[attr-defined]


def test_it_follows_without_being_asked(shop: Shop) -> None:
    taken = threading.Event()

    def opened() -> RegulationChain:
        if shop.current == "b2":
            taken.set()
        return shop.open()

    served = Served(lambda: shop.current, opened, period=0.01, grace=0.0)
    served.follow()
    shop.current = "b2"
    assert taken.wait(10)
    served.close()
    assert [chain.index.closed for chain in shop.opened] == [True, True]  # type: ignore[attr-defined]


def test_nothing_new_opens_nothing(shop: Shop) -> None:
    served = shop.served()
    for shop.now in (2.0, 4.0, 6.0):
        served()
    served.wait()
    assert len(shop.opened) == 1


def test_a_build_that_cannot_be_opened_leaves_the_old_one_and_is_told_once(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    served = shop.served()
    shop.current, shop.broken = "b2", {"b2"}
    for shop.now in (2.0, 4.0, 6.0):
        assert served().index.build_id == "b1"
        served.wait()
    assert caplog.text.count("新索引 b2 打不开") == 1
    shop.current = "b3"
    shop.now = 8.0
    served()
    served.wait()
    assert served().index.build_id == "b3"


def test_what_could_not_be_opened_is_tried_again_after_growing_pauses(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    served = shop.served()
    shop.current, shop.broken = "b2", {"b2"}
    tries: list[float] = []
    open_chain = shop.open

    def counted() -> RegulationChain:
        tries.append(shop.now)
        return open_chain()

    served._open_chain = counted
    for shop.now in range(2, 8000, 2):
        served()
        served.wait()
    assert [after - before for before, after in pairwise(tries)] == [30, 60, 120, 240, 480, 960, 1800, 1800, 1800]
    assert caplog.text.count("新索引 b2 打不开") == 1
    shop.broken = set()
    shop.now = tries[-1] + 1800
    served()
    served.wait()
    assert served().index.build_id == "b2"
    shop.current, shop.broken = "b1", {"b1"}  # the way back fails as well: told anew
    shop.now += 2
    served()
    served.wait()
    assert caplog.text.count("打不开") == 2 and caplog.text.count("新索引 b1 打不开") == 1


def test_another_fault_of_the_same_build_is_told(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    served = shop.served()
    shop.current = "b2"
    faults = iter((OSError("disk full"), OSError("disk full"), ValueError("damaged")))

    def failing() -> RegulationChain:
        raise next(faults)

    served._open_chain = failing
    for shop.now in (2, 32, 92):
        served()
        served.wait()
    assert caplog.text.count("新索引 b2 打不开") == 2 and "disk full" in caplog.text and "damaged" in caplog.text


def test_an_unreadable_pointer_changes_nothing(shop: Shop) -> None:
    def unreadable() -> str | None:
        raise OSError("gone")

    served = Served(unreadable, shop.open, period=0.0, clock=lambda: 1.0)
    assert served().index.build_id == served().index.build_id == "b1"


def test_a_question_under_way_keeps_its_index(shop: Shop, chain: RegulationChain) -> None:
    entered, go_on = threading.Event(), threading.Event()
    closed_meanwhile: list[bool] = []

    def slow(found: Any, index: Any) -> Any:
        entered.set()
        assert go_on.wait(10)
        closed_meanwhile.append(index.closed)
        return chain._extract(found, index)

    old = RegulationChain(chain.index, slow)
    asking = threading.Thread(target=old.ask, args=(AskRequest("工具书"),))
    asking.start()
    assert entered.wait(10)
    closing = threading.Thread(target=old.close)
    closing.start()
    go_on.set()
    asking.join()
    closing.join()
    assert closed_meanwhile == [False] and chain.index.closed  # type: ignore[attr-defined]


def test_close(shop: Shop) -> None:
    served = shop.served()
    served.close()
    assert shop.opened[0].index.closed  # type: ignore[attr-defined]


def test_the_state_changes_with_the_build_and_with_the_words_of_the_site(tmp_path: Path) -> None:
    assert state(tmp_path) is None
    IndexFolder(tmp_path).publish("b1")
    seen = [state(tmp_path)]
    save_own(tmp_path, "甲 → 乙")
    seen.append(state(tmp_path))
    save_contact(tmp_path, "综合办公室")
    seen.append(state(tmp_path))
    IndexFolder(tmp_path).publish("b2")
    seen.append(state(tmp_path))
    assert len(set(seen)) == 4 and state(tmp_path) == seen[-1]
