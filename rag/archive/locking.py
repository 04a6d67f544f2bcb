"""Locks between processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rag.errors import StoreBrokenError, StoreBusyError

if TYPE_CHECKING:
    from pathlib import Path


@contextmanager
def locked(path: Path, patience: float) -> Iterator[None]:
    """Hold a lock file during a block, alone among all threads and processes; a thread's blocks may nest.

    A process that dies lets go of it. Raises StoreBusyError where others have not let go within `patience` seconds,
    StoreBrokenError where the folder takes no lock.
    """
    from filelock import FileLock, Timeout

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = FileLock(path, is_singleton=True).acquire(timeout=patience, poll_interval=0.01)
    except Timeout as error:
        raise StoreBusyError("Another process is writing to the archive: try again later.") from error
    except OSError as error:
        raise StoreBrokenError(f"The folder {path.parent} can't be written to ({error.strerror or error}).") from error
    except NotImplementedError as error:  # some network folders know no locks
        raise StoreBrokenError(f"The folder {path.parent} can't be locked: set another FOOTNOTE_HOME.") from error
    with held:
        yield
