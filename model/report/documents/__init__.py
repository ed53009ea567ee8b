"""Documents: the story as files of other programs. Their libraries are imported only when such a file is asked for."""
