"""How well files are parsed: numbering, the account of characters, boundaries against labels, speed."""
