"""Footnote's front-ends: the terminal and Discord. They ask, listen and render; all answering is rag's."""
