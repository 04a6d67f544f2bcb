"""The network that compares a claim with a sentence, and the contrasts that it was trained with."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from rag.grounding.entailment import entailment
from tests.quality.entailment.altered import Alterations
from tests.quality.entailment.contrasts import BACKS, CONTRADICTS, SILENT, claims, held_pairs, records, right
from tests.quality.graphs import comparing, from_blocks, in_blocks, reading, weights

SENTENCE = "The harbour board sold two of its five ferries to a Greek shipowner because its debts had doubled."
CLAIM = "Two ferries were bought by a Greek shipowner from the harbour board."


def test_contrasts_held_out_of_the_training_are_told_apart() -> None:
    shares = right(entailment(), held_pairs()[::9])
    assert shares["claims"] >= 0.66
    assert shares["questions"] >= 0.85


def test_a_question_about_something_else_is_not_answered() -> None:
    asked = entailment().opinion("How many ferries did the harbour board sell?", SENTENCE).answers
    assert asked > entailment().opinion("When was the opera house built?", SENTENCE).answers


def test_an_opinion_is_the_same_each_time() -> None:
    first = entailment().opinion(CLAIM, SENTENCE, ("Ferries sold",))
    assert entailment().opinion(CLAIM, SENTENCE, ("Ferries sold",)) == first


def test_what_stands_before_is_read_too() -> None:
    led = entailment().opinion("The ferry sank.", "It sank on Friday.", ("The ferry Skua left on Monday.",))
    assert led.backs > entailment().opinion("The ferry sank.", "It sank on Friday.", ("The price of oil rose.",)).backs


@given(arrays.arrays(np.float32, (256, 5), elements=st.floats(-3, 3, width=32)))
def test_weights_in_blocks_lose_at_most_half_a_step(table: np.ndarray) -> None:
    kept = in_blocks("table", table)
    steps = np.abs(table.reshape(2, 128, 5)).max(axis=1).repeat(128, axis=0) / 127
    assert np.all(np.abs(from_blocks(kept["table"], kept["table:scale"]) - table) <= steps / 2 + 1e-6)


def test_graphs_hold_the_weights_that_training_goes_on_from() -> None:
    kept = [(files("rag.grounding") / f"{name}.onnx").read_bytes() for name in ("reading", "comparing")]
    assert [reading(weights(*kept)), comparing(weights(*kept))] == kept


def test_each_claim_of_a_contrast_is_true_once_and_false_once() -> None:
    for record in records()[:50]:
        labels = Counter((pair.text, pair.label) for pair in claims(record))
        for text in (*record["a_only"], *record["b_only"]):
            assert labels[text, BACKS] == labels[text, CONTRADICTS] == 1


def test_a_word_replaced_on_both_sides_changes_nothing_and_on_one_side_makes_it_false() -> None:
    chosen = records()[:60]
    known = {(pair.text, pair.sentence): pair.label for record in chosen for pair in claims(record)}
    sentences = {sentence for _, sentence in known}
    alterations = Alterations(chosen)
    made = [pair for record in chosen for pair in alterations.pairs(record)]
    one_side = [pair for pair in made if pair.sentence in sentences and pair.label == CONTRADICTS]
    assert one_side
    assert all((pair.text, pair.sentence) not in known for pair in one_side)
    assert {pair.label for pair in made if pair.sentence not in sentences} == {BACKS, CONTRADICTS}
    assert SILENT not in {pair.label for pair in made}


def test_what_is_held_out_is_not_trained_with() -> None:
    assert not {record["a"] for record in records()} & {record["a"] for record in records(held=True)}
