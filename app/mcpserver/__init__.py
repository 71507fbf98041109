"""The verbs of the service for other programs' agents, over the Model Context Protocol: HTTP and standard input."""
