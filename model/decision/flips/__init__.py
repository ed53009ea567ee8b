"""What would flip it: the search for switching values, their one ranking, the nearest pair, the map."""
