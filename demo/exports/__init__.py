"""demo.exports"""
