"""Starter profiles that ship with the product, one for each way a comparison can end."""
