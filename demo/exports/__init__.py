"""The tables that the systems of the company export."""
