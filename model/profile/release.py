"""The version of the product that refuses or writes a profile."""

from importlib.metadata import PackageNotFoundError, version


def _release() -> str:
    try:
        return version("switchpoint")
    except PackageNotFoundError:
        return "from source"


RELEASE = _release()
