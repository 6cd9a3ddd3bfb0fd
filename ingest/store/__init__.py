"""ingest.store"""
