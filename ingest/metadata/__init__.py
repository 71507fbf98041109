"""What a text says of itself, and what a person says of it: 文号, issuers, dates, 题注, repeals."""
