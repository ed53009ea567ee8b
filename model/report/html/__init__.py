"""The web page: one file that asks nothing of any network."""
