"""Footnote's answering: articles in, cited answers out. Front-ends import from the modules named in `bot`'s room."""
