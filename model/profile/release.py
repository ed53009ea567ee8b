"""The version of the product, read once: what refuses or writes a profile, and what a report names as its maker."""

from importlib.metadata import PackageNotFoundError, version


def _release() -> str:
    try:
        return version("switchpoint")
    except PackageNotFoundError:
        return "from source"


RELEASE = _release()
