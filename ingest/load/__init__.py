"""ingest.load.dlt_load"""
