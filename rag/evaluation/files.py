"""Files of questions and of claims, with what is right for each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from rag.errors import NotFoundError, SettingsError
from rag.evaluation.claims import LabelledClaim
from rag.evaluation.questions import Question
from rag.grounding.verdict import Kind


def read_questions(path: Path) -> list[Question]:
    """Return the questions of a file; raises NotFoundError, or SettingsError with the line."""
    return [entry for entry in read_file(path) if isinstance(entry, Question)]


def read_claims(path: Path) -> list[LabelledClaim]:
    """Return the claims of a file; raises NotFoundError, or SettingsError with the line."""
    return [entry for entry in read_file(path) if isinstance(entry, LabelledClaim)]


def read_file(path: Path) -> list[Question | LabelledClaim]:
    """Read a file of questions or claims, JSON lines or YAML; raises NotFoundError, or SettingsError with the line."""
    entries = _yaml(path) if path.suffix in (".yaml", ".yml") else read_lines(path)
    return [_entry(entry, n, f"{path}:{n}") for n, entry in entries]


def read_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield what the lines of a file of JSON hold, numbered from 1; raises NotFoundError, SettingsError with the line.

    Only what JSON takes for a line's end is one: a string may hold the other line breaks of Unicode.
    """
    for n, line in enumerate(_text(path).split("\n"), 1):
        if line.strip():
            try:
                yield n, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise SettingsError(f"{path}:{n}: no JSON: {error}.") from error


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotFoundError(f"{path} can't be read: {getattr(error, 'strerror', None) or 'not UTF-8'}.") from error


def _yaml(path: Path) -> Iterator[tuple[int, Any]]:
    import yaml

    try:
        entries = yaml.safe_load(_text(path))
    except yaml.YAMLError as error:
        raise SettingsError(f"{path} is no YAML: {' '.join(str(error).split())}.") from error
    if isinstance(entries, dict):
        entries = entries.get("questions") or entries.get("claims")
    if not isinstance(entries, list):
        raise SettingsError(f"{path} holds no list of questions or claims.")
    yield from enumerate(entries, 1)


def _entry(entry: Any, n: int, place: str) -> Question | LabelledClaim:
    fields = {"id": n} | entry if isinstance(entry, dict) else {}
    if isinstance(fields.get("question"), str):
        return _question(fields, place)
    if isinstance(fields.get("claim"), str):
        return _claim(fields, place)
    raise SettingsError(f"{place}: neither a question nor a claim.")


def _question(fields: dict[str, Any], place: str) -> Question:
    answers = _groups(fields.get("answers"), place)
    answerable = fields.get("answerable", bool(answers))
    if not isinstance(answerable, bool):
        raise SettingsError(f"{place}: answerable must be true or false.")
    return Question(
        id=str(fields["id"]),
        question=fields["question"],
        answers=answers,
        answerable=answerable,
        article_ids=_strings(fields.get("article_ids"), f"{place}: article_ids must be a list of strings."),
        language=str(fields.get("language") or ""),
        kind=str(fields.get("kind") or ""),
    )


def _groups(answers: Any, place: str) -> tuple[tuple[str, ...], ...]:
    """Return groups of answers; a list without lists in it is one group."""
    nested = isinstance(answers, list) and all(isinstance(group, list) for group in answers)
    fault = f"{place}: answers must be a list of strings, or of lists of strings."
    groups = (_strings(group, fault) for group in (answers if nested else [answers]))
    return tuple(group for group in groups if group)


def _strings(listed: Any, fault: str) -> tuple[str, ...]:
    if listed is None:
        return ()
    if not isinstance(listed, list) or not all(isinstance(entry, str | int | float) for entry in listed):
        raise SettingsError(fault)
    return tuple(map(str, listed))


def _claim(fields: dict[str, Any], place: str) -> LabelledClaim:
    label = next((kind for kind in get_args(Kind) if kind == fields.get("label")), None)
    if label is None:
        raise SettingsError(f"{place}: the label of a claim is one of {', '.join(get_args(Kind))}.")
    language, kind = str(fields.get("language") or ""), str(fields.get("kind") or "")
    return LabelledClaim(str(fields["id"]), fields["claim"], label, language, kind)
