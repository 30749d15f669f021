"""What the command `nnbook` does, a module for each thing that it can be asked for."""
