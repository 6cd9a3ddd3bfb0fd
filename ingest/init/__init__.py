"""ingest.init"""
