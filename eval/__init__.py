"""Is it right? Question sets, measures, and a run of them through the whole chain."""
