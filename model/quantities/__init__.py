"""Numbers as people write them: units, ranges, distributions, streams.

`read_number` turns `"8k to 15k"` into a `Quantity` under a `NumberSpec` (unit, family, hard limits), or into a
`Misread` that says why not. A quantity knows its percentiles and its mean, and gives its value in any future:
`quantity.at(uniforms(seed, key, n))`.
"""

from model.quantities.correlation import Misfit, correlate, correlate_uniforms, impossible
from model.quantities.misread import Misread
from model.quantities.normal import Array, normal_cdf, normal_scores
from model.quantities.nudging import nudged
from model.quantities.quantiles import distinct, mean, median, quantiles
from model.quantities.quantity import Quantity, Shape, overrun, point
from model.quantities.streams import uniforms
from model.quantities.units import Family, NumberSpec, Unit
from model.quantities.written_numbers import read_number

__all__ = [
    "Array",
    "Family",
    "Misfit",
    "Misread",
    "NumberSpec",
    "Quantity",
    "Shape",
    "Unit",
    "correlate",
    "correlate_uniforms",
    "distinct",
    "impossible",
    "mean",
    "median",
    "normal_cdf",
    "normal_scores",
    "nudged",
    "overrun",
    "point",
    "quantiles",
    "read_number",
    "uniforms",
]
