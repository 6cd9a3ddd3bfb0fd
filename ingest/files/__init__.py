"""ingest.files"""
