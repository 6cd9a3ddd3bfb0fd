"""The company behind the exports: people, calendar, owners, ids."""
