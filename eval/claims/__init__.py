"""Is what a language model says held to its citations? Labelled sentences through the check, and a check of answers
that shares nothing with it."""
