"""The lines of a bill, one file a first word of a line key: `sandbox.vcpu` is charged in `sandbox.py`, `exit.leaving` in `exit.py`."""
