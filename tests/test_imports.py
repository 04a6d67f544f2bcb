"""The house's plan, held: who may import whom, no cycles, vendors only in their rooms, nothing heavy at import."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for room in ("rag", "bot")
    for path in sorted((ROOT / room).rglob("*.py"))
}

# From the cellar to the roof: a module imports from its own floor and from those below it.
FLOORS = (
    ("rag", "rag.errors", "rag.once"),
    ("rag.settings", "rag.article", "rag.filters", "rag.language", "rag.answer", "rag.encoder"),
    (
        "rag.sentences",
        "rag.links",
        "rag.prompts",
        "rag.phrases",
        "rag.drafting",
        "rag.harmless",
        "rag.lexicon",
        "rag.pinyin",
        "rag.asked",
        "rag.corpus",
        "rag.embeddings",
        "rag.ranking",
    ),
    ("rag.values",),
    ("rag.grounding",),
    ("rag.asking",),
    ("rag.conflicts", "rag.evidence", "rag.quoting", "rag.readers", "rag.models", "rag.serialize"),
    ("rag.archive",),
    (
        "rag.retrieval",
        "rag.silence",
        "rag.timeliness",
        "rag.composing",
        "rag.chinese",
        "rag.wholeness",
        "rag.smalltalk",
        "rag.followup",
        "rag.parts",
        "rag.ingest",
        "rag.inquiry",
    ),
    ("rag.chain", "rag.checking", "rag.quoter"),
    ("rag.assistant",),
    ("rag.opening", "rag.evaluation", "rag.doctor"),
    ("bot",),
)

# The only rooms that may import a vendor, at the top of a module or inside a function.
HOMES = {
    "chromadb": ("rag.archive.vectors",),
    "sqlite3": ("rag.archive",),
    "openai": ("rag.embeddings", "rag.models"),
    "langchain": ("rag.models",),
    "langchain_openai": ("rag.embeddings", "rag.models"),
    "langchain_core": ("rag.chain", "rag.models"),
    "lindera": ("rag.lexicon",),
    "onnxruntime": ("rag.encoder.network",),
    "filelock": ("rag.archive",),
    "trafilatura": ("rag.readers",),
    "pydantic_settings": ("rag.settings",),
    "typer": ("bot.cli",),
    "rich": ("bot",),
    "prompt_toolkit": ("bot",),
    "discord": ("bot.discord",),
}


def imported(module: str) -> Iterator[str]:
    """Yield what a module imports, wherever in it, but for what only the type checker sees."""
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    hidden = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if node in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports by a relative name"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in MODULES else str(node.module)


def within(module: str, room: str) -> bool:
    return module == room or module.startswith(room + ".")


def floor(module: str) -> int:
    """Return the floor of a module: that of the longest name in the plan that it lies within."""
    places = [
        (len(room), n)
        for n, rooms in enumerate(FLOORS)
        for room in rooms
        if module == room or (within(module, room) and room != "rag")
    ]
    assert places, f"{module} has no place in the plan"
    return max(places)[1]


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    for other in imported(module):
        if other in MODULES:
            assert floor(other) <= floor(module), f"{module} imports {other}"


def test_no_cycles() -> None:
    graph = {
        module: {other for other in imported(module) if other in MODULES and other != module} for module in MODULES
    }
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("vendor", HOMES)
def test_vendors_stay_in_their_rooms(vendor: str) -> None:
    users = {module for module in MODULES for name in imported(module) if within(name, vendor)}
    strangers = {user for user in users if not any(within(user, home) for home in HOMES[vendor])}
    assert not strangers, f"{vendor} is imported by {strangers}"


def test_the_front_end_is_thin_at_the_start() -> None:
    heavy = ["chromadb", "openai", "langchain", "langchain_core", "discord", "numpy", "pydantic", "rich.console"]
    code = f"import bot.cli, sys; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_quoted_answers_need_no_language_model_library() -> None:
    code = (
        "import rag.opening, rag.assistant, rag.archive.archive, rag.retrieval, sys;"
        "vendors = ('langchain', 'langchain_core', 'langchain_openai', 'openai', 'langsmith');"
        "print([name for name in vendors if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
