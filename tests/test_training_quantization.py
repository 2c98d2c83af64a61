"""A linear layer in integers gives nearly what it gave, even where one input is far larger."""

import numpy as np
import pytest

from training.quantization import InputFigures, IntegerLinear, quantize_linear, restore_linear

CHANCE = np.random.default_rng(11)
WEIGHTS = CHANCE.normal(size=(24, 48)).astype(np.float32)
BIAS = CHANCE.normal(size=24).astype(np.float32)
MIXED = CHANCE.normal(size=(48, 48))
INPUTS = (CHANCE.normal(size=(600, 48)) @ MIXED).astype(np.float32)
INPUTS[:, 7] *= 60.0


def measure(inputs: np.ndarray) -> InputFigures:
    return InputFigures(np.abs(inputs).max(axis=0), inputs.T.astype(np.float64) @ inputs)


def run(linear: IntegerLinear, inputs: np.ndarray) -> np.ndarray:
    """Compute as the graph does: inputs in 0..255 by one scale, then whole numbers."""
    entering = inputs if linear.shrink is None else inputs * linear.shrink
    low, high = min(entering.min(), 0.0), max(entering.max(), 0.0)
    scale = (high - low) / 255
    zero = np.rint(-low / scale)
    integers = np.clip(np.rint(entering / scale) + zero, 0, 255) - zero
    return integers @ linear.weights.astype(np.float64) * scale * linear.scales + linear.bias


def error_of(linear: IntegerLinear) -> float:
    """Return the share of what the layer gives that rounding changes."""
    wanted = INPUTS @ WEIGHTS.T.astype(np.float64) + BIAS
    return float(np.square(run(linear, INPUTS) - wanted).sum() / np.square(wanted - BIAS).sum())


def test_weights_stay_within_seven_bits_and_reach_them() -> None:
    linear = quantize_linear(WEIGHTS, BIAS, measure(INPUTS))
    assert linear.weights.shape == (48, 24)
    assert np.abs(linear.weights).max() == 63
    np.testing.assert_array_equal(linear.bias, BIAS)


@pytest.mark.parametrize("shrinks", [True, False])
def test_errors_made_good_by_later_weights_leave_less_than_plain_rounding(shrinks: bool) -> None:
    linear = quantize_linear(WEIGHTS, BIAS, measure(INPUTS), shrinks=shrinks)
    growth = 1.0 if linear.shrink is None else 1 / linear.shrink.astype(np.float64)
    plain = np.rint(WEIGHTS * growth / linear.scales[:, None]).astype(np.int8).T
    assert error_of(linear) < error_of(IntegerLinear(plain, linear.scales, BIAS, linear.shrink))


def test_one_input_far_larger_than_the_rest_costs_little_once_evened_out() -> None:
    evened = quantize_linear(WEIGHTS, BIAS, measure(INPUTS))
    uneven = quantize_linear(WEIGHTS, BIAS, measure(INPUTS), shrinks=False)
    assert evened.shrink is not None and evened.shrink.argmin() == 7
    quiet = INPUTS.copy()
    quiet[:, 7] = 0.0  # what is left tells how much the loud input cost the others
    wanted = quiet @ WEIGHTS.T.astype(np.float64)

    def others(linear: IntegerLinear) -> float:
        with_loud = run(linear, INPUTS) - linear.bias
        loud = np.outer(INPUTS[:, 7], WEIGHTS[:, 7].astype(np.float64))
        return float(np.square(with_loud - loud - wanted).sum() / np.square(wanted).sum())

    assert others(evened) < others(uneven) / 2


@pytest.mark.parametrize("shrinks", [True, False])
def test_a_rounded_layer_is_read_back_and_rounds_to_itself(shrinks: bool) -> None:
    linear = quantize_linear(WEIGHTS, BIAS, measure(INPUTS), shrinks=shrinks)
    weights, bias = restore_linear(linear)
    wanted = INPUTS @ WEIGHTS.T + BIAS
    given = INPUTS @ weights.T + bias
    assert np.square(given - wanted).sum() < 1e-3 * np.square(wanted - BIAS).sum()
    growth = np.float32(1) if linear.shrink is None else 1 / linear.shrink
    again = np.rint(weights * growth / linear.scales[:, None])
    np.testing.assert_array_equal(again.T, linear.weights)
