"""The networks as ONNX graphs: python -m tests.quality.graphs writes that of the embedding.

The tables of the local model are named in them and not held: `rag.encoder.network` hands them over. What was trained is
held, in eight bits (blocks of 128 weights), the narrow adjustments in 16.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import rag.encoder
from rag.encoder.modelfile import INNER, WIDTH

Weights = dict[str, Any]
Table = Callable[[str, str], str]  # the names of a table and of an input, and of what the one makes of the other
Vector = Callable[[str], str]

HEADS, LAYERS = 12, 6
SIZES = {"attend": (WIDTH, 3 * WIDTH), "gather": (WIDTH, WIDTH), "widen": (WIDTH, INNER), "narrow": (INNER, WIDTH)}
VECTORS = {"attend_bias": 3 * WIDTH, "widen_bias": INNER}  # all others have the width
EMBEDDING = Path(rag.encoder.__path__[0]) / "embedding.onnx"
_BLOCK, _STEPS, _TINY = 128, 127, 1e-6
_CONSTANTS = {"root", "tiny"}  # held beside the weights


class Graph:
    """A graph in the making; each method returns the name of what it adds."""

    def __init__(self) -> None:
        self._nodes: list[Any] = []
        self._held: list[Any] = []

    def __call__(self, kind: str, *inputs: str, domain: str = "", **settings: Any) -> str:
        name = f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [name], domain=domain, **settings))
        return name

    def hold(self, name: str, value: Any) -> str:
        """Add numbers, once for each name."""
        if name not in {tensor.name for tensor in self._held}:
            self._held.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def await_(self, name: str, shape: tuple[int, ...], kind: int = TensorProto.FLOAT) -> str:
        """Name numbers that are handed over when the graph is read."""
        tensor = onnx.TensorProto(name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="location", value="handed over")
        self._held.append(tensor)
        return name

    def packed(self, given: str, name: str, shape: tuple[int, int], bits: int, block: int) -> str:
        """Multiply by a table in blocks."""
        rows, columns = shape
        sizes = {"K": rows, "N": columns, "bits": bits, "block_size": block, "accuracy_level": 4}
        return self("MatMulNBits", given, name, f"{name}:scale", domain="com.microsoft", **sizes)

    def normalised(self, given: str, scale: str, shift: str) -> str:
        """Bring each row to mean 0 and variance 1, then scale and shift it."""
        return self("LayerNormalization", given, scale, shift, epsilon=1e-12)

    def layer(self, name: str, given: str, table: Table, vector: Vector) -> str:
        """Add a layer of BERT (Devlin et al. 2019, arXiv 1810.04805)."""
        mixed = self("Add", table(f"{name}attend", given), vector(f"{name}attend_bias"))
        heads = self("Reshape", mixed, self.hold("heads", np.array([0, 3, HEADS, WIDTH // HEADS])))
        heads = self("Transpose", heads, perm=[1, 2, 0, 3])
        queries, keys, values = (self("Gather", heads, self.hold(f"part {n}", np.array(n)), axis=0) for n in range(3))
        likeness = self("MatMul", queries, self("Transpose", keys, perm=[0, 2, 1]))
        likeness = self("Mul", likeness, self.hold("root", np.array((WIDTH / HEADS) ** -0.5, np.float32)))
        heard = self("Transpose", self("MatMul", self("Softmax", likeness, axis=-1), values), perm=[1, 0, 2])
        heard = table(f"{name}gather", self("Reshape", heard, self.hold("flat", np.array([-1, WIDTH]))))
        states = self("Add", given, self("Add", heard, vector(f"{name}gather_bias")))
        states = self.normalised(states, vector(f"{name}gather_scale"), vector(f"{name}gather_shift"))
        inner = self(
            "Gelu", self("Add", table(f"{name}widen", states), vector(f"{name}widen_bias")), approximate="tanh"
        )
        made = self("Add", states, self("Add", table(f"{name}narrow", inner), vector(f"{name}narrow_bias")))
        return self.normalised(made, vector(f"{name}narrow_scale"), vector(f"{name}narrow_shift"))

    def local_layer(self, number: int, given: str, adjusted: Weights) -> str:
        """Add a layer of the local model, with adjustments (LoRA) to its tables if there are any."""

        def table(name: str, given: str) -> str:
            rows, columns = SIZES[name.rpartition(".")[2]]
            self.await_(name, (columns, rows // 32, 16), TensorProto.UINT8)
            self.await_(f"{name}:scale", (columns * rows // 32,))
            plain = self.packed(given, name, (rows, columns), 4, 32)
            for part in ("down", "up"):
                if (kept := f"{name}.{part}") in adjusted:
                    half = self.hold(kept, np.asarray(adjusted[kept], np.float16))
                    given = self("MatMul", given, self("Cast", half, to=TensorProto.FLOAT))
            return self("Add", plain, given) if f"{name}.up" in adjusted else plain

        def vector(name: str) -> str:
            return self.await_(name, (VECTORS.get(name.rpartition(".")[2], WIDTH),))

        return self.layer(f"lower.{number}.", given, table, vector)

    def finished(self, made: str, shape: list[str | int], *inputs: str) -> bytes:
        """Return the graph as a file; every input has 384 columns."""
        given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [f"{name}s", WIDTH]) for name in inputs]
        told = [helper.make_tensor_value_info(made, TensorProto.FLOAT, shape)]
        graph = helper.make_graph(self._nodes, "footnote", given, told, self._held)
        sets = [helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)]
        return bytes(helper.make_model(graph, opset_imports=sets, ir_version=10).SerializeToString(deterministic=True))


def embedding() -> bytes:
    """Return multilingual-e5-small: the mean over its pieces after twelve layers, as a direction."""
    graph, states = Graph(), "embedded"
    for number in range(2 * LAYERS):
        states = graph.local_layer(number, states, {})
    mean = graph("ReduceMean", states, graph.hold("first", np.array([0])), keepdims=0)
    length = graph("ReduceL2", mean, graph.hold("first", np.array([0])), keepdims=1)
    return graph.finished(graph("Div", mean, length), [WIDTH], "embedded")


def reading(weights: Weights) -> bytes:
    """Return the lower layers with their adjustments: from a text's embedded pieces to their states."""
    graph, states = Graph(), "embedded"
    for number in range(LAYERS):
        states = graph.local_layer(number, states, weights)
    return graph.finished(states, ["pieces", WIDTH], "embedded")


def comparing(weights: Weights) -> bytes:
    """Return what lays the states of a claim beside those of a sentence, and scores them."""
    graph = Graph()

    def table(name: str, given: str) -> str:
        if f"{name}:scale" not in weights:
            for part, numbers in in_blocks(name, np.asarray(weights[name], np.float32)).items():
                graph.hold(part, numbers)
        return graph.packed(given, name, np.shape(weights[name]), 8, _BLOCK)

    def vector(name: str) -> str:
        return graph.hold(name, np.asarray(weights[name], np.float32))

    mixed = table("mix", _compared(graph, table, vector))
    states = graph("Add", "claim", graph("Add", mixed, vector("mix_bias")))
    states = graph.normalised(states, vector("mix_scale"), vector("mix_shift"))
    for number in range(1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layer."))):
        states = graph.layer(f"layer.{number}.", states, table, vector)
    first = graph.hold("first", np.array([0]))
    pooled = [graph(kind, states, first, keepdims=1) for kind in ("ReduceMean", "ReduceMax")]
    inner = graph("Add", table("inner", graph("Concat", *pooled, axis=-1)), vector("inner_bias"))
    outer = graph("MatMul", graph("Gelu", inner, approximate="tanh"), vector("outer"))
    return graph.finished(graph("Add", outer, vector("outer_bias")), [1, 4], "claim", "sentence")


def _compared(graph: Graph, table: Table, vector: Vector) -> str:
    """Add what the sentence says in the place of each piece of the claim, seen in several ways."""
    mine, theirs = (
        graph("Mul", graph("Sub", states, vector("mean")), vector("scale")) for states in ("claim", "sentence")
    )

    def direction(states: str) -> str:
        length = graph("ReduceL2", states, graph.hold("last", np.array([-1])), keepdims=1)
        return graph("Div", states, graph("Add", length, graph.hold("tiny", np.array(_TINY, np.float32))))

    seen = []
    for view in ("view.0", "view.1", "view.2", "view.3"):
        there = graph("Transpose", direction(table(view, theirs)), perm=[1, 0])
        likeness = graph("MatMul", direction(table(view, mine)), there)
        shares = graph("Softmax", graph("Mul", likeness, vector("sharpness")), axis=-1)
        found = graph("MatMul", shares, theirs)
        seen += [graph("Sub", mine, found), graph("Mul", mine, found), found]
    return graph("Concat", *seen, axis=-1)


def in_blocks(name: str, table: Any) -> Weights:
    """Return a table (rows, columns) as MatMulNBits reads it, eight bits each: blocks of each column, and scales."""
    blocks = table.T.reshape(table.shape[1], -1, _BLOCK)
    scale = np.maximum(np.abs(blocks).max(axis=-1), _TINY) / _STEPS
    steps = np.rint(blocks / scale[..., None]) + _STEPS + 1
    return {name: steps.astype(np.uint8), f"{name}:scale": scale.astype(np.float32).ravel()}


def from_blocks(steps: Any, scale: Any) -> Any:
    """Return the table that `in_blocks` packed."""
    columns, count = steps.shape[:2]
    return ((steps.astype(np.float32) - _STEPS - 1) * scale.reshape(columns, count, 1)).reshape(columns, -1).T


def weights(*graphs: bytes) -> Weights:
    """Return the weights that graphs hold, as tables of plain numbers."""
    tensors = [tensor for graph in graphs for tensor in onnx.ModelProto.FromString(graph).graph.initializer]
    held = {t.name: numpy_helper.to_array(t) for t in tensors if t.data_location != TensorProto.EXTERNAL}
    found = {}
    for name, numbers in held.items():
        if numbers.dtype == np.uint8:
            found[name] = from_blocks(numbers, held[f"{name}:scale"])
        elif numbers.dtype != np.int64 and not name.endswith(":scale") and name not in _CONSTANTS:
            found[name] = numbers.astype(np.float32)
    return found


if __name__ == "__main__":
    EMBEDDING.write_bytes(embedding())
