"""One view of a supplier: its declaration beside its statements, and the questions that follow."""
