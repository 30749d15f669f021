"""The mathematics of neural networks as code that reads like its formulas."""

__all__: list[str] = []
