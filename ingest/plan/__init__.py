"""ingest.plan.planner"""
