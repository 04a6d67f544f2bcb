"""Does a sentence say what a claim says, does it deny it, does it answer a question? A small network's opinion.

Both are read by the lower layers of the local model, each adjusted by a product of two narrow tables (LoRA, Hu et al.
2021, arXiv 2106.09685). Every piece of the claim is laid beside what it attends to in the sentence (alignment and
comparison as in ESIM, Chen et al. 2017, arXiv 1609.06038); two layers over these weigh the differences. Trained by
`tests/quality/entailment/train.py` on contrasts: two versions of a sentence, and claims that the one backs and the other
contradicts, so that nothing can be told from the claim alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

import numpy as np

from rag.encoder.modelfile import Matrix
from rag.encoder.transformer import LAYERS, Encoder, Layer, gelu, layer, normalised, softmax

# The tables of a lower layer that are adjusted.
ADJUSTED = ("attend", "gather", "widen", "narrow")
_WEIGHTS = "entailment.npz"
_STEPS = 127  # of a weight of eight bits, on either side of zero
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Opinion:
    """Log odds that a sentence backs a claim, that it contradicts it, and that it answers it as a question."""

    backs: float
    contradicts: float
    answers: float


class Entailment:
    """The network; what it thinks of one text depends on nothing but the two texts."""

    def __init__(self, weights: dict[str, Matrix]) -> None:
        self._weights = weights
        self._encoder = Encoder([self._adjusted(number) for number in range(LAYERS)])
        count = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layer."))
        self._layers = [self._layer(f"layer.{number}.") for number in range(count)]

    def _adjusted(self, number: int) -> Layer:
        """Return a layer of the local model with the adjustments to its tables."""
        w, plain = self._weights, layer(number)
        tables = {name: getattr(plain, name) for name in ADJUSTED}
        for name, table in tables.items():
            down, up = (w[f"lower.{number}.{name}.{part}"] for part in ("down", "up"))
            tables[name] = table + down @ up
        return replace(plain, **tables)

    def _layer(self, name: str) -> Layer:
        w = {part.removeprefix(name): weight for part, weight in self._weights.items() if part.startswith(name)}
        return Layer(
            w["attend"],
            w["attend_bias"],
            w["gather"],
            w["gather_bias"],
            (w["gather_scale"], w["gather_shift"]),
            w["widen"],
            w["widen_bias"],
            w["narrow"],
            w["narrow_bias"],
            (w["narrow_scale"], w["narrow_shift"]),
        )

    def opinion(self, text: str, sentence: str, before: tuple[str, ...] = ()) -> Opinion:
        """Return the opinion on a claim or a question beside a sentence; `before` is what the sentence leans on."""
        w = self._weights
        states = self._compared(self._encoder.states(text), self._encoder.states(sentence, before))
        for above in self._layers:
            states = above.run(states)
        pooled = np.concatenate([states.mean(axis=0), states.max(axis=0)])
        scores = gelu(pooled @ w["inner"] + w["inner_bias"]) @ w["outer"] + w["outer_bias"]
        backs, contradicts, silent, answers = (float(score) for score in scores)
        return Opinion(
            backs - float(np.logaddexp(contradicts, silent)), contradicts - float(np.logaddexp(backs, silent)), answers
        )

    def _compared(self, claim: Matrix, sentence: Matrix) -> Matrix:
        """Return the claim's states, each with what the sentence says in its place."""
        w = self._weights
        mine, theirs = ((states - w["mean"]) * w["scale"] for states in (claim, sentence))
        compared = []
        for view in w["views"]:
            likeness = _directions(mine @ view) @ _directions(theirs @ view).T
            found = softmax(likeness * w["sharpness"]) @ theirs
            compared += [mine - found, mine * found, found]
        mixed = claim + np.hstack(compared) @ w["mix"] + w["mix_bias"]
        return normalised(mixed, w["mix_scale"], w["mix_shift"])


def _directions(states: Matrix) -> Matrix:
    return np.asarray(states / (np.linalg.norm(states, axis=-1, keepdims=True) + _TINY), np.float32)


def packed(weights: dict[str, Matrix]) -> dict[str, np.ndarray]:
    """Return weights as they are kept: tables in eight bits with a scale for each column, the rest in 16."""
    kept: dict[str, np.ndarray] = {}
    for name, weight in weights.items():
        if weight.ndim < 2:
            kept[name] = weight.astype(np.float16) if weight.ndim else weight
            continue
        scale = np.maximum(np.abs(weight).max(axis=-2, keepdims=True), _TINY) / _STEPS
        kept[name] = np.rint(weight / scale).astype(np.int8)
        kept[f"{name}:scale"] = scale.astype(np.float32)
    return kept


def unpacked(kept: dict[str, np.ndarray]) -> dict[str, Matrix]:
    """Return the weights that `packed` packed."""
    return {
        name: weight * kept[f"{name}:scale"] if f"{name}:scale" in kept else weight.astype(np.float32)
        for name, weight in kept.items()
        if not name.endswith(":scale")
    }


@lru_cache(maxsize=1)
def entailment() -> Entailment:
    """Return the network (unpacked when first needed)."""
    with (files("rag.grounding") / _WEIGHTS).open("rb") as file, np.load(file) as kept:
        return Entailment(unpacked(dict(kept)))
