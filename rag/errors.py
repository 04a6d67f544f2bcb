"""What Footnote raises for the user to read; a front-end may add its own (`bot.discord.running`).

    FootnoteError
    ├── SettingsError           a setting is missing or wrong
    ├── NotFoundError           no such article, file, or outlet
    ├── StoreError              the archive on disk can't be used
    │   ├── StoreBusyError      another process is writing to it
    │   └── StoreBrokenError    its files can't be read
    ├── EmbeddingError          sentences can't be turned into vectors
    └── ModelError              the language model gave no usable answer
        ├── ModelRefusedError   wrong key, unknown model, bad request
        ├── ModelBusyError      429: too many requests, or no credit left
        ├── ModelDownError      5xx, connection refused
        ├── ModelLateError      no word came in time
        ├── ModelCutError       the reply broke off
        └── ModelReplyError     an empty reply, or one that isn't text

`str(error)` is the sentence for the user.
"""

from __future__ import annotations


class FootnoteError(Exception):
    """The base of all; catch it at the edge of a program and show `str(error)`."""


class SettingsError(FootnoteError):
    """A setting is missing or wrong."""


class NotFoundError(FootnoteError):
    """What the user named is not in the archive, or not on the disk."""


class StoreError(FootnoteError):
    """The archive on disk can't be used."""


class StoreBusyError(StoreError):
    """Another process is writing to the archive and did not finish in time."""


class StoreBrokenError(StoreError):
    """The archive's files can't be read."""


class EmbeddingError(FootnoteError):
    """Sentences can't be turned into vectors."""


class ModelError(FootnoteError):
    """The language model gave no usable answer."""


class ModelRefusedError(ModelError):
    """The model's server turned the request down: wrong key, unknown model, bad request."""


class ModelBusyError(ModelError):
    """The model's server asked for patience, or the account has no credit left."""


class ModelDownError(ModelError):
    """The model's server can't be reached, or failed."""


class ModelLateError(ModelError):
    """The model's next words did not come in time; who asks again waits as long once more."""


class ModelCutError(ModelError):
    """The model's reply broke off."""


class ModelReplyError(ModelError):
    """The model's reply was empty, or not text."""
