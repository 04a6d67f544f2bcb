"""Readers of articles: front matter, plain text, HTML and JSON lines, from files and folders."""

from rag.readers.files import Found, find_files, load, printable, read_bytes
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
    "load",
    "printable",
    "read_bytes",
]
