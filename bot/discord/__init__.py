"""The Discord front-end: it listens, delegates to rag and renders. Imported by `footnote discord` only."""
