"""The page of `footnote eval --report`: figures, plots and what went wrong, in one file that needs no other."""
