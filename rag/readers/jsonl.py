"""JSON: an article a line, or one object, or a list of them."""

from __future__ import annotations

import json

from rag.readers.dates import parse_date
from rag.readers.paragraphs import paragraphs
from rag.readers.reading import Draft, Problem, Reading, UnreadableError, address, finish, one_line


def read_json_lines(name: str, text: str) -> Reading:
    """Return the articles of JSON lines; a line that cannot be read is a problem of its own."""
    # Only the newlines of files count: a string may hold U+2028 and its like as they are.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    readings = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                readings.append(_read_object(name, number, "", parse(line)))
            except UnreadableError as error:
                readings.append(Reading(problems=(Problem(name, number, error.fault, error.reason),)))
    return _joined(readings)


def read_json(name: str, text: str) -> Reading:
    """Return the articles of a JSON file that is one object or a list of them; JSON lines under this name too.

    Raise UnreadableError where the file is none of these.
    """
    try:
        value = parse(text)
    except UnreadableError:
        if not is_object(text.split("\n", 1)[0]):
            raise
        return read_json_lines(name, text)
    if not isinstance(value, list):
        return _read_object(name, None, "", value)
    return _joined([_read_object(name, None, f"item {i}: ", item) for i, item in enumerate(value, start=1)])


def is_object(line: str) -> bool:
    """Tell whether a line is a JSON object."""
    try:
        return line.lstrip().startswith("{") and isinstance(parse(line), dict)
    except UnreadableError:
        return False


def parse(text: str) -> object:
    """Return a JSON value. Raise UnreadableError, with the line, for anything else."""
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError("json", f"broken JSON: {error.msg}", error.lineno) from error
    except RecursionError as error:
        raise UnreadableError("json", "JSON nested too deep") from error
    except ValueError as error:  # a number of thousands of digits
        raise UnreadableError("json", f"broken JSON: {error}") from error
    return value


def _joined(readings: list[Reading]) -> Reading:
    return Reading(
        tuple(article for reading in readings for article in reading.articles),
        tuple(problem for reading in readings for problem in reading.problems),
    )


def _read_object(name: str, line: int | None, place: str, value: object) -> Reading:
    """Return the one article of an object, with the reason why it or its address did not go in."""
    try:
        fields = _fields(value)
        article = finish(_draft(fields))
    except UnreadableError as error:
        return Reading(problems=(Problem(name, line, error.fault, place + error.reason),))
    url = one_line(_string(fields, "url"))
    if url and not address(url):
        note = Problem(name, line, "address", f"{place}url left out: {url[:60]!r} is no web address")
        return Reading((article,), (note,))
    return Reading((article,))


def _fields(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise UnreadableError("json", "not a JSON object")
    return value


def _draft(fields: dict[str, object]) -> Draft:
    return Draft(
        text="\n\n".join(paragraphs(_string(fields, "text") or "")),
        title=_string(fields, "title"),
        id=_string(fields, "id"),
        url=_string(fields, "url"),
        provider=_string(fields, "provider"),
        published=_published(_string(fields, "published")),
        author=", ".join(_strings(fields.get("author"))),
        language=_string(fields, "language"),
        topics=_strings(fields.get("topics")),
        image=_string(fields, "image"),
    )


def _published(written: str | None) -> str | None:
    if not written or not written.strip():
        return None
    try:
        return parse_date(written)
    except ValueError as error:
        raise UnreadableError("date", f"bad date {written[:40]!r}: {error}") from error


def _string(fields: dict[str, object], key: str) -> str | None:
    """Return a field as text, None for null, true and false. Raise UnreadableError for a list or an object."""
    value = fields.get(key)
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, (str, int, float)):
        return str(value)
    raise UnreadableError("json", f"{key} is no text")


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in (value if isinstance(value, list) else [value]) if isinstance(item, (str, int)))
