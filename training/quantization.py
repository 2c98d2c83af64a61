"""Turn a linear layer into 8-bit integers without moving what it gives.

Used by `train.py`; it reads no text. What enters a layer is rounded to 0..255 by one scale for the
whole text, so that one number far larger than the others would cost all of them their precision:
such numbers are made smaller, and their weights larger by as much (SmoothQuant). Weights are then
rounded one input after the other, each rounding error made good by the weights still to come (GPTQ).
Weights stay within ±63, 7 bits: in pairs they then fit the 16-bit sums of processors without VNNI.

Sources: Xiao et al., SmoothQuant, 2022, https://arxiv.org/abs/2211.10438; Frantar et al., GPTQ,
2022, https://arxiv.org/abs/2210.17323
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.retrieval.embedding import Floats

MOST = 63
SHIFT = 0.8  # how much of the spread of the inputs goes over to the weights; 0 none, 1 all
LEAST = 1e-3
DAMPING = 0.01  # of the mean of the diagonal


@dataclass
class InputFigures:
    """What enters a linear layer over some texts: n word pieces of i numbers each.

    Attributes
    ----------
    largest
        (i,) float32: the largest absolute value of each number.
    moment
        (i, i) float64: the sum of the outer products.
    """

    largest: Floats
    moment: npt.NDArray[np.float64]


@dataclass(frozen=True)
class IntegerLinear:
    """A linear layer of i inputs and o outputs: `((x * shrink) @ weights) * scales + bias`.

    Attributes
    ----------
    weights
        (i, o) int8, -63 to 63.
    scales, bias
        (o,) float32.
    shrink
        (i,) float32: what the inputs are multiplied by before they are rounded; None for 1.
    """

    weights: npt.NDArray[np.int8]
    scales: Floats
    bias: Floats
    shrink: Floats | None


def quantize_linear(
    weights: Floats, bias: Floats, inputs: InputFigures, *, shrinks: bool = True
) -> IntegerLinear:
    """Round a layer of `weights` `(o, i)` and `bias` `(o,)`; `shrinks` evens out its inputs first."""
    growth = _spread(weights, inputs.largest) if shrinks else np.ones(weights.shape[1])
    grown = weights.astype(np.float64) * growth
    scales = np.maximum(np.abs(grown).max(axis=1), 1e-12) / MOST
    rounded = _round(grown, scales, inputs.moment / np.outer(growth, growth))
    shrink = (1 / growth).astype(np.float32) if shrinks else None
    return IntegerLinear(
        np.ascontiguousarray(rounded.T), scales.astype(np.float32), bias.astype(np.float32), shrink
    )


def _spread(weights: Floats, largest: Floats) -> npt.NDArray[np.float64]:
    """Return what each input is divided by and its weights multiplied with: (i,), mean of logs 0."""
    heaviest = np.abs(weights).max(axis=0).clip(LEAST).astype(np.float64)
    growth = largest.clip(LEAST).astype(np.float64) ** SHIFT / heaviest ** (1 - SHIFT)
    return np.asarray(growth / np.exp(np.log(growth).mean()))


def _round(
    weights: npt.NDArray[np.float64], scales: npt.NDArray[np.float64], moment: npt.NDArray[np.float64]
) -> npt.NDArray[np.int8]:
    """Round `weights` `(o, i)` in steps of `scales` `(o,)`, for inputs of second `moment` `(i, i)`."""
    moment = moment + np.eye(len(moment)) * DAMPING * moment.diagonal().mean()
    order = np.argsort(-moment.diagonal())  # the inputs that matter most are rounded first
    inverse = np.linalg.inv(moment[np.ix_(order, order)])
    factor = np.linalg.cholesky(inverse).T  # upper
    left = weights[:, order].copy()
    rounded = np.empty_like(left)
    for place in range(left.shape[1]):
        rounded[:, place] = np.rint(left[:, place] / scales).clip(-MOST, MOST)
        error = (left[:, place] - rounded[:, place] * scales) / factor[place, place]
        left[:, place:] -= np.outer(error, factor[place, place:])
    result = np.empty(weights.shape, dtype=np.int8)
    result[:, order] = rounded
    return result
