"""cli.commands.gate"""
