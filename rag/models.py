"""The language model that the settings name, through LangChain; its troubles in our words."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from rag.drafting import spoken
from rag.errors import (
    ModelBusyError,
    ModelCutError,
    ModelDownError,
    ModelError,
    ModelLateError,
    ModelRefusedError,
    ModelReplyError,
    SettingsError,
)

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel
    from langchain_core.messages import AIMessage

    from rag.settings import Settings

Messages = list[tuple[str, str]]
"""(role, text) pairs, the roles system and human."""

T = TypeVar("T")

# Calls for one reply. The client's own retries are off: they ask again after a time-out, too, and would make a reader
# wait a multiple of the time that the settings name.
_TRIES = 3
_LONGEST_WAIT = 60.0


class LanguageModel:
    """A LangChain chat model under a name; `usage` counts the tokens of all calls made through this object."""

    def __init__(self, chat: BaseChatModel, name: str) -> None:
        self._chat = chat
        self.name = name

    def stream(self, prompt: Callable[[T], Messages], given: T, usage: Counter[str]) -> Iterator[str]:
        """Pipe `given` through a prompt into the model; yield the reply in pieces, add the tokens spent to `usage`.

        What a reasoning model thinks aloud is left out. Where no word has come and it may help, the model is asked
        again. Raises ModelError.
        """
        for tried in range(1, _TRIES + 1):
            said = False
            try:
                for piece in spoken(self._pieces(prompt, given, usage)):
                    said = said or bool(piece.strip())
                    yield piece
                if said:
                    return
                raise ModelReplyError(f"The model {self.name} replied without a word.")
            except ModelError as error:
                if said or tried == _TRIES or isinstance(error, ModelRefusedError | ModelLateError):
                    raise
                time.sleep(_pause(error, tried))

    def complete(self, prompt: Callable[[T], Messages], given: T, usage: Counter[str]) -> str:
        """Return the whole reply; raises ModelError."""
        return "".join(self.stream(prompt, given, usage)).strip()

    def _pieces(self, prompt: Callable[[T], Messages], given: T, usage: Counter[str]) -> Iterator[str]:
        from langchain_core.runnables import RunnableLambda

        about: dict[str, Any] = {}
        with model_errors(self.name):
            for chunk in (RunnableLambda(prompt) | self._chat).stream(given):
                _count(chunk, usage)
                about |= chunk.response_metadata
                yield chunk.text
        if _unfinished(about):
            raise ModelCutError(f"The model {self.name} broke off its reply.")


def _count(chunk: AIMessage, usage: Counter[str]) -> None:
    if counted := chunk.usage_metadata:
        usage.update(input_tokens=counted["input_tokens"], output_tokens=counted["output_tokens"])


def _unfinished(about: Mapping[str, Any]) -> bool:
    """Tell whether a reply ended for want of room or connection; OpenAI's protocol says how each one ended."""
    ended = about.get("finish_reason") or about.get("status")
    return ended in {"length", "content_filter", "incomplete"} or (
        ended is None and about.get("model_provider") == "openai"
    )


def _pause(error: ModelError, tried: int) -> float:
    """Return the seconds to wait before the next call: what the server asks for, else longer each time."""
    if isinstance(error, ModelCutError | ModelReplyError):
        return 0.0
    response = getattr(error.__cause__, "response", None)
    asked = response.headers.get("retry-after", "") if response is not None else ""
    try:
        return min(max(float(asked), 0.0), _LONGEST_WAIT)
    except ValueError:
        return 0.5 * tried


@contextmanager
def model_errors(name: str) -> Iterator[None]:
    """Translate what a provider raises; LangChain's classes are the same for all of them."""
    from langchain_core import exceptions as lc

    kinds: tuple[tuple[type[Exception], type[ModelError], str], ...] = (
        (lc.ModelAuthenticationError, ModelRefusedError, "does not accept the key: check OPENAI_API_KEY"),
        (lc.ModelPermissionDeniedError, ModelRefusedError, "can't be used with this key"),
        (lc.ModelNotFoundError, ModelRefusedError, "is not known to its server: check its name"),
        (lc.ContextOverflowError, ModelRefusedError, "can't read that many passages at once"),
        (lc.ModelInvalidRequestError, ModelRefusedError, "turned the request down"),
        (lc.ModelRateLimitError, ModelBusyError, "is busy, or its account has no credit left"),
        (lc.ModelTimeoutError, ModelLateError, "did not reply in time"),
        (lc.ModelConnectionError, ModelDownError, "can't be reached"),
        (lc.ModelAPIError, ModelDownError, "failed on its server"),
    )
    try:
        yield
    except ModelError:
        raise
    except Exception as error:
        # A provider's package may raise anything; none of it may become a traceback or an answer.
        for theirs, ours, what in kinds:
            if isinstance(error, theirs) and not _cut(error):
                raise ours(f"The model {name} {what}.") from error
        raise ModelCutError(f"The model {name} broke off its reply.") from error


def _cut(error: BaseException | None) -> bool:
    """Tell whether a connection stood and was lost: LangChain has one class for that and for none at all."""
    names = []
    while error:
        names.append(type(error).__name__)
        error = error.__cause__ or error.__context__
    return "RemoteProtocolError" in names or "ReadError" in names


def make_model(settings: Settings) -> LanguageModel | None:
    """Build the language model of the settings, None where they name none; nothing is sent.

    Raises SettingsError where the provider is unknown or its package is not installed.
    """
    name = settings.chat_model
    if name is None:
        return None
    from langchain.chat_models import init_chat_model

    given: dict[str, Any] = {"timeout": settings.timeout, "max_retries": 0}
    if ":" not in name or name.startswith("openai:"):
        name = name if ":" in name else f"openai:{name}"
        key = settings.openai_api_key.get_secret_value()
        if not key and not settings.openai_base_url:
            raise SettingsError(f"OPENAI_API_KEY is missing: {name} needs it, unless OPENAI_BASE_URL names a server.")
        # Local servers ask for no key, but the client insists on one.
        given["api_key"] = key or "none"
        given["base_url"] = settings.openai_base_url or None
    provider, _, bare = name.partition(":")
    try:
        return LanguageModel(init_chat_model(name, **given), bare)
    except ImportError as error:
        what = f"needs a package that is not installed: {str(error).rstrip('.')}."
        raise SettingsError(f"{settings.setter('model')} {what}") from error
    except ValueError as error:
        what = str(error).strip().splitlines()[0]
        if "model provider" in what:
            what = f"{provider} is no provider of models; one of OPENAI_BASE_URL's server is written openai:NAME."
        raise SettingsError(f"{settings.setter('model')} is wrong: {what}") from error
