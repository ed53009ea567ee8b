"""What the workbench says, as lines and chart records: it lays out what `model.telling` decided, and asks no widget."""
