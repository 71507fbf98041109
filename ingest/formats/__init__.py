"""Readers: the bytes of one file → its text, what is known of its layout, and where each line stands in the original."""
