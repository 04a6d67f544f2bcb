"""What is loaded at the first use, and once, however many threads come first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

T = TypeVar("T")


def once(load: Callable[[], T]) -> Callable[[], T]:
    """Make a function without parameters load at its first call what it returns at each; an error is not kept.

    `functools.lru_cache` would let every thread load that comes before the first has loaded.
    """
    lock, loaded = threading.RLock(), list[T]()

    @wraps(load)
    def get() -> T:
        if not loaded:
            with lock:
                if not loaded:
                    loaded.append(load())
        return loaded[0]

    return get
