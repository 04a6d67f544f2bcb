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
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotFoundError(f"{path} can't be read: {getattr(error, 'strerror', None) or 'not UTF-8'}.") from error
    entries = _yaml(text, path) if path.suffix in (".yaml", ".yml") else _lines(text, path)
    return [_entry(entry, path, n) for n, entry in entries]


def _lines(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    for n, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield n, json.loads(line)
            except ValueError as error:
                raise SettingsError(f"{path}:{n}: no JSON: {error}.") from error


def _yaml(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    import yaml

    try:
        entries = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SettingsError(f"{path} is no YAML: {' '.join(str(error).split())}.") from error
    if isinstance(entries, dict):
        entries = entries.get("questions") or entries.get("claims")
    if not isinstance(entries, list):
        raise SettingsError(f"{path} holds no list of questions or claims.")
    yield from enumerate(entries, 1)


def _entry(entry: Any, path: Path, n: int) -> Question | LabelledClaim:
    fields = entry if isinstance(entry, dict) else {}
    if isinstance(fields.get("question"), str):
        return _question(fields, n)
    if isinstance(fields.get("claim"), str):
        return _claim(fields, path, n)
    raise SettingsError(f"{path}:{n}: neither a question nor a claim.")


def _question(fields: dict[str, Any], n: int) -> Question:
    answers = fields.get("answers") or []
    groups = answers if answers and isinstance(answers[0], list) else [answers] if answers else []
    return Question(
        id=str(fields.get("id", n)),
        question=fields["question"],
        answers=tuple(tuple(str(answer) for answer in group) for group in groups),
        answerable=bool(fields.get("answerable", bool(groups))),
        article_ids=tuple(str(i) for i in fields.get("article_ids") or []),
        language=str(fields.get("language") or ""),
        kind=str(fields.get("kind") or ""),
    )


def _claim(fields: dict[str, Any], path: Path, n: int) -> LabelledClaim:
    label = next((kind for kind in get_args(Kind) if kind == fields.get("label")), None)
    if label is None:
        raise SettingsError(f"{path}:{n}: the label of a claim is one of {', '.join(get_args(Kind))}.")
    language, kind = str(fields.get("language") or ""), str(fields.get("kind") or "")
    return LabelledClaim(str(fields.get("id", n)), fields["claim"], label, language, kind)
