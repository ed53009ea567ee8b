"""Charts of the workbench: data and a size in, cells out. Only `widget` knows Textual."""
