"""The commands of ``python -m app``: each module has ``add(commands)`` and is run through the function it sets."""
