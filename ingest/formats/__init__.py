"""Readers: the bytes of one file → its text, its layout, and where each line stands in the original."""
