"""The pages for print, and the letters their fonts have."""
