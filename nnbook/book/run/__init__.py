"""One fence: execution, figures, grading. This room also goes into the reader's browser."""
