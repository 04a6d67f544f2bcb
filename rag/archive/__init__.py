"""Where articles are kept: the catalog (SQLite, the truth), the vectors (Chroma) and the words (full text)."""
