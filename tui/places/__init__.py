"""The places of the workbench, each with its own style sheet beside it."""
