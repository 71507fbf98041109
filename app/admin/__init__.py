"""Administration at ``{root}/admin``: a page and its API, with a password of their own; off unless one is set.

What it does is what the commands do: an ingest, a build or a rollback runs as the same command in a process of its own.
"""
