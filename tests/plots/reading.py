"""What stands in a drawing."""

from matplotlib.axes import Axes


def texts(axes: Axes) -> list[str]:
    """Return the texts of the axes, in the order in which they were drawn."""
    return [text.get_text() for text in axes.texts]
