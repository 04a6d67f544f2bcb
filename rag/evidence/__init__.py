"""Whether a sentence holds the value that a question asks for, of the thing that it asks about."""
