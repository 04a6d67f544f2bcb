"""Readers of articles: front matter, plain text, HTML and JSON lines, from files and folders."""

from rag.readers.files import Found, find_files, read_bytes, read_file
from rag.readers.reading import Draft, Fault, Problem, Reading, UnreadableError, finish

__all__ = [
    "Draft",
    "Fault",
    "Found",
    "Problem",
    "Reading",
    "UnreadableError",
    "find_files",
    "finish",
    "read_bytes",
    "read_file",
]
