"""What the bot itself says on Discord, by name; english.py and chinese.py hold the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.errors import FootnoteError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.labels import Labels
    from rag.readers import Fault, Problem


@dataclass(frozen=True, slots=True)
class Texts:
    """The sentences of one language; those in braces take what their name says. `labels` the terminal has, too."""

    labels: Labels
    # Under an answer
    quotes: str
    follow_up: str
    good: str
    bad: str
    delete: str
    quoted_sentences: str
    seconds: str
    changed_since: str
    gone_since: str
    # What a button did
    thanks: str
    deleted: str
    not_yours: str
    aged_out: str
    follow_up_title: str
    follow_up_label: str
    follow_up_hint: str
    see_thread: str
    # What goes wrong
    one_at_a_time: str
    person_rate: str
    server_rate: str
    busy: str
    leaving: str
    stopped: str
    budget: str
    failed: str
    message_gone: str
    cannot_write: str
    bad_date: str
    dates_crossed: str
    no_question: str
    not_here: str
    not_you: str
    moderators_only: str
    troubles: Mapping[type[FootnoteError], str]
    # Commands
    forgotten: str
    no_articles: str
    articles: str
    page: str
    previous: str
    next: str
    no_article: str
    by_author: str
    language: str
    topics: str
    only_here: str
    link_to: str
    help: str
    help_replies: str
    help_moderators: str
    privacy: str
    privacy_model: str
    privacy_no_model: str
    privacy_checks: str
    erase: str
    erased: str
    # Checking a message
    check_title: str
    nothing_to_check: str
    no_second_opinion: str
    # Moderators
    too_big: str
    added: str
    problems: str
    faults: Mapping[Fault, str]
    removed: str
    not_of_server: str
    status: str
    status_model: str
    status_no_model: str
    settings_title: str
    settings_channels: str
    settings_roles: str
    settings_language: str
    settings_own_language: str
    settings_private: str
    settings_public: str
    settings_saved: str

    def fault(self, problem: Problem) -> str:
        """Return why something of a file did not go in: in this language, or in the reader's own English words."""
        return self.faults.get(problem.fault, problem.reason)

    def trouble(self, error: FootnoteError) -> str:
        """Return the sentence for a reader; the error's own one may name files and is for the log."""
        return next((text for kind, text in self.troubles.items() if isinstance(error, kind)), self.failed)
