"""ingest.history"""
