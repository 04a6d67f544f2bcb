"""What is loaded once is loaded once, however many come first."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from rag.once import once

THREADS = 8


def test_threads_that_come_together_get_one_thing() -> None:
    together, again, loaded = threading.Barrier(THREADS), threading.Event(), list[object]()

    @once
    def thing() -> object:
        loaded.append(object())
        if len(loaded) > 1:
            again.set()
        again.wait(0.2)  # time for the other threads to come in, if they could
        return loaded[-1]

    found: list[object] = []

    def use() -> None:
        together.wait()
        found.append(thing())

    threads = [threading.Thread(target=use) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loaded) == 1
    assert found == loaded * THREADS


def test_what_could_not_be_loaded_is_tried_again() -> None:
    tries: Iterator[OSError | str] = iter([OSError("not there"), "there"])

    @once
    def thing() -> str:
        tried = next(tries)
        if isinstance(tried, OSError):
            raise tried
        return tried

    with pytest.raises(OSError, match="not there"):
        thing()
    assert thing() == "there"
    assert thing() == "there"


def test_one_may_need_another() -> None:
    @once
    def lower() -> int:
        return 1

    @once
    def upper() -> int:
        return lower() + 1

    assert upper() == 2
