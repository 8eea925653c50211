"""The command line: one module a command group. Heavy rooms are imported inside the commands that need them."""
