"""The theorems of proofs/: compiled by the proof assistant Coq, and compared with the book's formulas and its library.

terms, meaning: the terms of Coq, read and translated to Python. statement: what a theorem says, read from its source.
rules: one entry for each theorem. bridge: theorem, page and library on the same random numbers. kernel: Coq, and the
axioms it prints.
"""
