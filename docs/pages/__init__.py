"""docs.pages"""
