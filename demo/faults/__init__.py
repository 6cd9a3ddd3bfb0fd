"""demo.faults"""
