"""Displayed formulas that run: read as they stand on the page, executed, compared with nnbook, and proved.

tokens, primary, suffix, read, dots: LaTeX → tokens → tree (`tree` says of what). Nothing is guessed, what is not known
is refused. names, scope, arithmetic, binders, calculus, mean: tree → meaning. decide, check: what a claim is worth.
chains, premises, abstract, slopes, substitute, rules, follow, derive, derived: where a formula comes from, in steps.
entries: for each label what is given and what nnbook returns. state, passages, said: what is kept of it all.
mutate: small changes that must be refused.
"""
