"""YAML as a tree with line numbers, safe to read from a stranger.

Nothing is built from tags and no alias is expanded, so a hostile block costs no more than its size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rag.readers.reading import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.nodes import MappingNode, ScalarNode, SequenceNode

    Node = ScalarNode | SequenceNode | MappingNode

LARGEST = 256 * 1024  # characters; front matter is a few lines, and PyYAML reads about this much in a second
MOST_ALIASES = 10
DEEPEST = 40  # levels; PyYAML builds the tree by recursion

_TAG = "tag:yaml.org,2002:"


class Mapping:
    """A YAML mapping: its keys, each with the node of its value and its line in the file."""

    def __init__(self, node: Node, first_line: int) -> None:
        """Index the keys of a mapping. Raise UnreadableError for a key that stands twice."""
        self.first_line = first_line
        self.line = node.start_mark.line + first_line
        self._nodes: dict[str, Node] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key.value, str) else ""
            if name in self._nodes and name:
                line = key.start_mark.line + first_line
                raise UnreadableError("yaml", f"broken YAML: the key {name[:40]!r} stands twice", line)
            self._nodes[name] = value

    def line_of(self, key: str) -> int:
        """Return the line of a value, counted from 1."""
        return int(self._nodes[key].start_mark.line) + self.first_line

    def scalar(self, key: str) -> str | None:
        """Return a value as it was written; None for null, true, false, a collection and no value."""
        return _written(self._nodes.get(key))

    def is_collection(self, key: str) -> bool:
        """Return whether a value is a list or a mapping."""
        return key in self._nodes and self._nodes[key].id != "scalar"

    def mapping(self, key: str) -> Mapping | None:
        """Return a value that is a mapping, else None."""
        node = self._nodes.get(key)
        return Mapping(node, self.first_line) if node is not None and node.id == "mapping" else None

    def items(self, key: str) -> Iterator[Mapping | str]:
        """Yield the mappings and written values of a list, or the one value that stands where a list could."""
        node = self._nodes.get(key)
        if node is None:
            return
        for item in node.value if node.id == "sequence" else [node]:
            if item.id == "mapping":
                yield Mapping(item, self.first_line)
            elif written := _written(item):
                yield written


def compose(block: str, first_line: int) -> Mapping | None:
    """Return the mapping that a YAML block is, None where it is something else.

    Raise UnreadableError, with the line, for broken YAML, more than a few aliases, deep nesting and a block too large.
    """
    import yaml

    if len(block) > LARGEST:
        raise UnreadableError("yaml", f"front matter over {LARGEST // 1024} KB", first_line)
    try:
        _check(block, first_line)
        node: Any = yaml.compose(block, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context or "cannot be read"
        raise UnreadableError(
            "yaml", f"broken YAML: {reason}", mark.line + first_line if mark else first_line
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise UnreadableError("yaml", "broken YAML: a character that YAML does not allow", first_line) from error
    return Mapping(node, first_line) if node is not None and node.id == "mapping" else None


def _check(block: str, first_line: int) -> None:
    """Read the block as a flat row of events, which needs no recursion, and refuse bombs before the tree is built."""
    import yaml

    aliases = depth = 0
    for event in yaml.parse(block, Loader=yaml.SafeLoader):
        line = (event.start_mark.line if event.start_mark else 0) + first_line
        if isinstance(event, yaml.AliasEvent):
            aliases += 1
            if aliases > MOST_ALIASES:
                raise UnreadableError("yaml", f"YAML with more than {MOST_ALIASES} aliases", line)
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise UnreadableError("yaml", f"YAML nested deeper than {DEEPEST} levels", line)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _written(node: Node | None) -> str | None:
    if node is None or node.id != "scalar" or node.tag in (f"{_TAG}null", f"{_TAG}bool"):
        return None
    return str(node.value)
