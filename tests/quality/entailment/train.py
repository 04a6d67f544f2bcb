"""Train the network of `rag.grounding.entailment` on: python -m tests.quality.entailment.train (over an hour a round).

Needs jax and optax (`pip install jax optax`), which nothing else does. It goes on from the weights in the two graphs,
and writes these anew; the weights came from four rounds of contrasts with the lower layers as they are, one with all of
them, then four of the questions and claims beside single sentences and two of what is no fact, among some contrasts.
Where there are none, the two layers above begin as the next two of multilingual-e5-small. At the end it tells how often
the network is right about what is held out.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

import rag.grounding
from rag.encoder.modelfile import WIDTH, model_file
from rag.grounding.entailment import entailment
from tests.quality.entailment.batches import Arrays, Batches, filled, groups
from tests.quality.entailment.contrasts import ANSWERED, UNANSWERED, held_pairs, right
from tests.quality.graphs import HEADS, LAYERS, SIZES, comparing, reading, weights

Weights = dict[str, Any]
_ROUNDS, _RATE, _DROPPED, _DECAY = 1, 3e-4, 0.1, 0.01
_ABOVE, _VIEWS, _INNER, _NARROW = 2, 4, 128, 16
_TOLD = 50
READING, COMPARING = (Path(rag.grounding.__path__[0]) / f"{name}.onnx" for name in ("reading", "comparing"))


def beginning() -> Weights:
    """Return the kept weights to go on from, or those to begin with."""
    kept = weights(READING.read_bytes(), COMPARING.read_bytes()) if READING.exists() else _fresh()
    kept["sharpness"] = np.log(kept["sharpness"])  # its logarithm is trained
    return {name: jnp.asarray(weight, jnp.float32) for name, weight in kept.items()}


def _fresh() -> Weights:
    chance = np.random.default_rng(0)
    made: Weights = {
        "mean": np.zeros(WIDTH),
        "scale": np.ones(WIDTH),
        "sharpness": np.array(np.exp(2.0)),
        "mix": chance.normal(0, 0.01, (3 * _VIEWS * WIDTH, WIDTH)),
        "mix_bias": np.zeros(WIDTH),
        "mix_scale": np.ones(WIDTH),
        "mix_shift": np.zeros(WIDTH),
        "inner": chance.normal(0, 0.03, (2 * WIDTH, _INNER)),
        "inner_bias": np.zeros(_INNER),
        "outer": chance.normal(0, 0.1, (_INNER, 4)),
        "outer_bias": np.zeros(4),
    }
    for view in range(_VIEWS):
        made[f"view.{view}"] = np.eye(WIDTH) + chance.normal(0, 0.01 * view, (WIDTH, WIDTH))
    for number in range(_ABOVE):
        made |= _as_it_comes(f"layer.{number}.", LAYERS + number)
    for number in range(LAYERS):
        for name, (rows, columns) in SIZES.items():
            made[f"lower.{number}.{name}.down"] = chance.normal(0, rows**-0.5, (rows, _NARROW))
            made[f"lower.{number}.{name}.up"] = np.zeros((_NARROW, columns))
    return made


def _as_it_comes(stem: str, number: int) -> Weights:
    """Return a layer of the local model by the names of the graphs."""
    model, name = model_file(), f"l{number}."
    tables = {"gather": "ao.w", "widen": "fi.w", "narrow": "fo.w"}
    vectors = {"gather_bias": "ao.b", "widen_bias": "fi.b", "narrow_bias": "fo.b"}
    vectors |= {"gather_scale": "aln.w", "gather_shift": "aln.b", "narrow_scale": "oln.w", "narrow_shift": "oln.b"}
    layer = {part: model.rows(name + table, SIZES[part][0]).T for part, table in tables.items()}
    layer |= {part: model.numbers(name + vector) for part, vector in vectors.items()}
    layer["attend"] = np.hstack([model.rows(f"{name}{part}.w", WIDTH).T for part in "qkv"])
    layer["attend_bias"] = np.concatenate([model.numbers(f"{name}{part}.b") for part in "qkv"])
    return {stem + part: numbers for part, numbers in layer.items()}


def scores(w: Weights, plain: Weights, batch: Arrays, key: Any, dropped: float) -> Any:
    """Return the four scores of each pair, as the graphs do; `plain`: the lower layers as they come."""
    lower = dict(plain)
    for number in range(LAYERS):
        for name in SIZES:
            at = f"lower.{number}.{name}"
            lower[at] = plain[at] + w[at + ".down"] @ w[at + ".up"]
    sentences, claims = batch["sentences"], batch["claims"]
    for number in range(LAYERS):
        sentences = _layer(lower, f"lower.{number}.", sentences, batch["sentences_there"], key, 0)
        claims = _layer(lower, f"lower.{number}.", claims, batch["claims_there"], key, 0)
    told = batch["claims_there"][batch["pair_claims"]]
    y = _compared(w, claims, sentences, batch, key, dropped)
    for number in range(_ABOVE):
        y = _layer(w, f"layer.{number}.", y, told, jax.random.fold_in(key, number), dropped)
    held = told[..., None]
    pooled = [(y * held).sum(1) / held.sum(1), jnp.where(held, y, -1e9).max(1)]
    inner = _drop(jax.random.fold_in(key, 99), jnp.concatenate(pooled, -1), dropped) @ w["inner"] + w["inner_bias"]
    return jax.nn.gelu(inner) @ w["outer"] + w["outer_bias"]


def _compared(w: Weights, claims: Any, sentences: Any, batch: Arrays, key: Any, dropped: float) -> Any:
    which, whose = batch["pair_claims"], batch["pair_sentences"]
    heard = batch["sentences_own"][whose][
        :, None, :
    ]  # what stands before a sentence has been read, and is not compared
    mine, theirs = ((part - w["mean"]) * w["scale"] for part in (claims, sentences))
    here, there = mine[which], theirs[whose]
    compared = []
    for number in range(_VIEWS):
        view = w[f"view.{number}"]
        likeness = jnp.einsum("bcd,bsd->bcs", _directions(mine @ view)[which], _directions(theirs @ view)[whose])
        found = jax.nn.softmax(jnp.where(heard, jnp.exp(w["sharpness"]) * likeness, -1e9), -1) @ there
        compared += [here - found, here * found, found]
    mixed = _drop(jax.random.fold_in(key, 77), jnp.concatenate(compared, -1), dropped) @ w["mix"] + w["mix_bias"]
    return _norm(claims[which] + mixed, w["mix_scale"], w["mix_shift"])


def _layer(w: Weights, name: str, x: Any, there: Any, key: Any, dropped: float) -> Any:
    mixed = (x @ w[name + "attend"] + w[name + "attend_bias"]).reshape(*x.shape[:2], 3, HEADS, -1)
    queries, keys, values = (mixed[:, :, part] for part in range(3))
    likeness = jnp.einsum("blhd,bmhd->bhlm", queries, keys) / np.sqrt(WIDTH / HEADS)
    shares = jax.nn.softmax(jnp.where(there[:, None, None, :], likeness, -1e9), -1)
    heard = jnp.einsum("bhlm,bmhd->blhd", shares, values).reshape(x.shape)
    one, two = jax.random.split(key)
    heard = _drop(one, heard @ w[name + "gather"] + w[name + "gather_bias"], dropped)
    x = _norm(x + heard, w[name + "gather_scale"], w[name + "gather_shift"])
    inner = jax.nn.gelu(x @ w[name + "widen"] + w[name + "widen_bias"])
    inner = _drop(two, inner @ w[name + "narrow"] + w[name + "narrow_bias"], dropped)
    return _norm(x + inner, w[name + "narrow_scale"], w[name + "narrow_shift"])


def _directions(x: Any) -> Any:
    return x / (jnp.linalg.norm(x, axis=-1, keepdims=True) + 1e-6)


def _norm(x: Any, scale: Any, shift: Any) -> Any:
    x = x - x.mean(-1, keepdims=True)
    return x * jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + 1e-12) * scale + shift


def _drop(key: Any, x: Any, share: float) -> Any:
    return jnp.where(jax.random.bernoulli(key, 1 - share, x.shape), x / (1 - share), 0) if share else x


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def loss(w: Weights, plain: Weights, batch: Arrays, key: Any, dropped: float) -> Any:
    """Return the cross entropy: of three for claims, of two for questions."""
    found, labels = scores(w, plain, batch, key, dropped), batch["labels"]
    asks = labels >= UNANSWERED
    told = optax.softmax_cross_entropy_with_integer_labels(found[:, :3], jnp.where(asks, 0, labels))
    answered = optax.sigmoid_binary_cross_entropy(found[:, 3], (labels == ANSWERED).astype(jnp.float32))
    return (jnp.where(asks, answered, told) * batch["counted"]).sum() / batch["counted"].sum()


def trained(batches: Batches) -> Weights:
    """Return weights after all rounds."""
    plain: Weights = {}
    for number in range(LAYERS):
        plain |= _as_it_comes(f"lower.{number}.", number)
    chance, key, began = random.Random(0), jax.random.PRNGKey(0), time.time()  # noqa: S311 - no secret
    ordered = [batch for _ in range(_ROUNDS) for batch in batches.shuffled(chance)]
    first, steps = beginning(), len(ordered)
    rate = optax.warmup_cosine_decay_schedule(0, _RATE, steps // 20, steps, end_value=_RATE / 50)
    optimizer = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=_DECAY))

    def step(weighed: tuple[Weights, Any], plain: Weights, batch: Arrays, key: Any) -> Any:
        told, slope = jax.value_and_grad(loss)(weighed[0], plain, batch, key, _DROPPED)
        change, state = optimizer.update(slope, weighed[1], weighed[0])
        return (optax.apply_updates(weighed[0], change), state), told

    run = jax.jit(step)
    weighed, losses = (first, optimizer.init(first)), []
    for size, pairs in ordered:
        key, now = jax.random.split(key)
        weighed, told = run(weighed, plain, filled(size, pairs), now)
        losses.append(float(told))
        if len(losses) % _TOLD == 0:
            tell(f"{len(losses)} of {steps}: loss {np.mean(losses[-_TOLD:]):.3f}, {time.time() - began:.0f} s")
    return weighed[0]


def main() -> None:
    """Train, and write the graphs where the product reads them."""
    made = {name: np.asarray(weight, np.float32) for name, weight in trained(Batches(groups())).items()}
    made["sharpness"] = np.exp(made["sharpness"])
    READING.write_bytes(reading(made))
    COMPARING.write_bytes(comparing(made))
    tell(f"right on held out contrasts: {right(entailment(), held_pairs())}")


if __name__ == "__main__":
    main()
