"""One entry for each theorem: random numbers for its letters, what nnbook returns, and where the book displays it."""

from tools.proofs.rules import images, layers, losses, networks

RULES = [*layers.RULES, *losses.RULES, *images.RULES, *networks.RULES]
WITHOUT = {
    "partial_derivative": "the gradients of all other theorems are made of partial derivatives, as Coquelicot has them",
    "largest_value": "what is called the largest of several numbers is one of them, and none is larger",
}
"""Theorems about the words in which the others are said, which page and library do not have."""
