"""Regulations → index, and a question → the articles that answer it."""
