"""Faces: what a person or a program sees; they parse and show, and know no rule of their own.

============  ====================================================
present       view models: every answer as plain values, once
error_kinds   what kind of error each of ours is, for programs
formats       table, json, jsonl and csv of those values
cli           the command line
============  ====================================================
"""
