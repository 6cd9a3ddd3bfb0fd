"""ingest.vendors"""
