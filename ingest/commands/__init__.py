"""The commands of ``python -m ingest``: each module has ``add(commands)`` and is run through the function it sets."""
