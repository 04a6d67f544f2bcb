"""The local model from inside: its vocabulary, its vectors of words, and what each piece of a text means."""
