"""One fence: execution, figures, grading. This package also goes into the reader's browser."""
