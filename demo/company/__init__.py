"""demo.generate"""
