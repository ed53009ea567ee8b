"""Many futures of a case: which inputs there are, how each is drawn, and which can be searched."""
