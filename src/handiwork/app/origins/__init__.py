"""One module for each small origin: what its ``ingest`` command does."""
