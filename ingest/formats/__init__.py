"""ingest.formats"""
