"""Many users of one server at once: how long they wait, what goes wrong, how soon the server says it is too much."""
