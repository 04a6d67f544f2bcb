"""The program: `footnote`, or `python -m bot`. Nothing is imported before an end in a sentence is prepared for."""

import errno
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run the command line and exit; a closed reader, a full disk and Ctrl-C end it without a traceback."""
    try:
        from bot.cli import app

        app()
    except KeyboardInterrupt:  # while modules are loaded; later the command line sees to it
        sys.exit(130)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EFBIG, errno.EIO}:
            raise
        with suppress(OSError):
            sys.stderr.write(f"Nothing more could be written: {error.strerror}.\n")
        # What is still to be written would fail once more at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
