"""The database: its lock, its private copy and the tables that ingest writes."""
