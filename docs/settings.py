"""Write the settings table of the README and .env.example from the settings class. `python docs/settings.py`."""

# ruff: noqa: INP001 - a script beside what it makes, and no package

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from rag.settings import Settings

ROOT = Path(__file__).parent.parent
HEAD = "# Footnote works without any of these. Copy this file to .env and fill in what you want to change."


def main() -> None:
    """Write both files."""
    described = [(field.validation_alias, field.description) for field in Settings.model_fields.values()]
    rows = "".join(f"| `{name}` | {text} |\n" for name, text in described)
    readme = ROOT / "README.md"
    table = re.compile(r"(\| setting \| what it does \|\n\|[-| ]+\|\n)(?:\|.*\n)*")
    readme.write_text(table.sub(lambda found: found[1] + rows, readme.read_text("utf-8")), "utf-8")
    blocks = [
        "\n".join(textwrap.wrap(str(text), 110, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False))
        + f"\n{name}="
        for name, text in described
    ]
    (ROOT / ".env.example").write_text("\n\n".join([HEAD, *blocks]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
