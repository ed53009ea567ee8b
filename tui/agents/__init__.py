"""What agents are offered over the Model Context Protocol: the tools, their answers and the resources.

A tool says what the command line says, from the same records: short by default, with an argument for more. Its answers are
made of the parts of the JSON contract (`model.contract`). Nothing here is imported before `switchpoint mcp` runs.
"""
