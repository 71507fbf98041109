"""A demonstration portal: what an institution's own site does to embed 条问, with nothing but the standard library."""
