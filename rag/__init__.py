"""Footnote's answering: articles in, cited answers out. It knows nothing of the front-ends that ask it."""
