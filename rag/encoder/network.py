"""Networks kept as ONNX graphs and run by onnxruntime; what is the local model's in them stays in its own file."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.encoder.modelfile import INNER, WIDTH, Matrix, model_file
from rag.errors import EmbeddingError

_HALF = 8  # bytes: the first and the second sixteen weights of a block


class Network:
    """A graph ready to run; safe to share between threads."""

    def __init__(self, graph: Traversable, layers: int = 0) -> None:
        """Read a graph, whose `lower.0.` ... are that many of the local model's layers; raises EmbeddingError."""
        try:
            self._session = _opened(str(graph), layers)
        except Exception as error:  # onnxruntime's errors share no other base
            first = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise EmbeddingError(f"The local model can't be loaded: {first}") from error

    def run(self, **inputs: Matrix) -> Matrix:
        """Return what the graph makes of its inputs."""
        (made,) = self._session.run(None, inputs)
        return np.asarray(made, np.float32)


def _opened(graph: str, layers: int) -> Any:
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # builds for Windows send them
    options = onnxruntime.SessionOptions()
    # One thread: a text is too short to be shared out, and threads that wait by spinning starve each other.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    tables = {name: table for number in range(layers) for name, table in layer_tables(number).items()}
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(table) for table in tables.values()]
    options.add_external_initializers(list(tables), values)  # copied: the arrays may go
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def layer_tables(number: int) -> dict[str, NDArray[Any]]:
    """Return a layer of the local model, 0 the lowest, as the graphs name and lay out its tables."""
    model, name = model_file(), f"l{number}."
    tables: dict[str, NDArray[Any]] = {
        "attend_bias": np.concatenate([model.numbers(f"{name}{part}.b") for part in "qkv"]),
        "gather_bias": model.numbers(name + "ao.b"),
        "gather_scale": model.numbers(name + "aln.w"),
        "gather_shift": model.numbers(name + "aln.b"),
        "widen_bias": model.numbers(name + "fi.b"),
        "narrow_bias": model.numbers(name + "fo.b"),
        "narrow_scale": model.numbers(name + "oln.w"),
        "narrow_shift": model.numbers(name + "oln.b"),
    }
    for part, parts, width in (
        ("attend", ("q", "k", "v"), WIDTH),
        ("gather", ("ao",), WIDTH),
        ("widen", ("fi",), WIDTH),
        ("narrow", ("fo",), INNER),
    ):
        blocks = np.concatenate([model.blocks(f"{name}{each}.w", width) for each in parts])
        tables[part] = _paired(blocks["packed"])
        tables[f"{part}:scale"] = blocks["scale"].astype(np.float32).ravel()
    return {f"lower.{number}.{part}": np.ascontiguousarray(table) for part, table in tables.items()}


def _paired(packed: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return blocks of four-bit weights with neighbours in one byte, as onnxruntime's MatMulNBits reads them.

    The model's file has the first sixteen weights of a block in the low halves of its bytes, the others in the high.
    """
    even, odd = packed[..., 0::2], packed[..., 1::2]
    paired = np.empty_like(packed)
    paired[..., :_HALF] = (even & 15) | (odd << 4)
    paired[..., _HALF:] = (even >> 4) | (odd & 0xF0)
    return paired
