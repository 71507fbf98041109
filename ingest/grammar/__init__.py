"""Lines → structure: 编 章 节 条 款 项 目, texts without 条, amending texts, annexes, what closes a text."""
