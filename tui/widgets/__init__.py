"""Parts that screens are made of: each draws lines of its own and repaints only those that changed."""
