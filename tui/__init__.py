"""The command line and the workbench: the only room that draws on a screen."""
