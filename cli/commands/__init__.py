"""One module per subcommand of `handoff`: it parses options, calls the packages and prints.

Only `cli.main` loads these modules; commands share code through `cli.terminal`, `cli.database`
and `cli.gate`.
"""
