"""Contrasts from which the network of `rag.grounding.entailment` is trained, and the training."""
