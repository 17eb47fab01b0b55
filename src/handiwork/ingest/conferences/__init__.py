"""Conference programmes → talks and speakers in the lake, one package for each event."""
