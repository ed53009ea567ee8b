"""Many futures of a case: how each input is drawn, and which can be searched."""
