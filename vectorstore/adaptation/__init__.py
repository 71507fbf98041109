"""Small trained differences to the packaged model: what they are, how they are merged in, how they are trained."""
