"""Rounds a linear layer to 8-bit integers so that its outputs change as little as possible.

Used by `train.py`; no text is read here. The inputs of a layer are rounded to 0..255 by one scale for
the whole text, so that one very large number would cost all others their precision: such inputs are
divided, and their weights multiplied, by the same factor (SmoothQuant). Weights are then rounded one
input after the other, and the weights not yet rounded compensate for each error (GPTQ). Weights are
kept within ±63, 7 bits: sums of two products then fit the 16 bits of processors without VNNI.

Sources: Xiao et al., SmoothQuant, 2022, https://arxiv.org/abs/2211.10438; Frantar et al., GPTQ,
2022, https://arxiv.org/abs/2210.17323
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.retrieval.embedding import Floats

MOST = 63
SHIFT = 0.8  # the share of the inputs' spread that the weights take over, 0..1
LEAST = 1e-3
DAMPING = 0.01  # added to the diagonal of the moment, as a share of the diagonal's mean


@dataclass
class InputFigures:
    """Figures of the inputs of a linear layer over some texts: i numbers for each word piece.

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
        (i,) float32: factors of the inputs before they are rounded; None if they are all 1.
    """

    weights: npt.NDArray[np.int8]
    scales: Floats
    bias: Floats
    shrink: Floats | None


def quantize_linear(
    weights: Floats, bias: Floats, inputs: InputFigures, *, shrinks: bool = True
) -> IntegerLinear:
    """Round a linear layer.

    Parameters
    ----------
    weights, bias
        (o, i) and (o,) float32.
    shrinks
        Whether its inputs are first made more even, which its weights compensate.
    """
    growth = _spread(weights, inputs.largest) if shrinks else np.ones(weights.shape[1])
    grown = weights.astype(np.float64) * growth
    scales = np.maximum(np.abs(grown).max(axis=1), 1e-12) / MOST
    rounded = _round(grown, scales, inputs.moment / np.outer(growth, growth))
    shrink = (1 / growth).astype(np.float32) if shrinks else None
    return IntegerLinear(
        np.ascontiguousarray(rounded.T), scales.astype(np.float32), bias.astype(np.float32), shrink
    )


def restore_linear(rounded: IntegerLinear) -> tuple[Floats, Floats]:
    """Return weights (o, i) and bias (o,) that do in float32 what a rounded layer does."""
    weights = rounded.weights.T.astype(np.float32) * rounded.scales[:, None]
    return (weights if rounded.shrink is None else weights * rounded.shrink), rounded.bias


def _spread(weights: Floats, largest: Floats) -> npt.NDArray[np.float64]:
    """Return the factor, (i,), that divides each input and multiplies its weights; mean of logs 0."""
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
