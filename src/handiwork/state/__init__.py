"""The state: small tables in SQL that people decide, such as who is left out; kept apart from the lake."""
