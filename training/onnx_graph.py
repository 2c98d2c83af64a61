"""Builds the encoder's ONNX graph: linear layers in 8-bit integers, the rest in float32.

Used by `train.py`. All operators are of the ONNX standard, in an order in which ONNX Runtime fuses them
into its own faster ones. Only the word embeddings are rounded here; the layers come rounded.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from onrecord.retrieval.embedding import Floats
from training.float_model import LAYERS_OF_PIECES
from training.quantization import IntegerLinear

OPERATORS = 20  # version of the standard's operators: the first with Gelu
FORMAT = 9  # version of the file format that was released with it
EPSILON = 1e-12
HIDDEN_FROM_ATTENTION = -1e4
Array = npt.NDArray[np.generic]


class EncoderGraph:
    """The graph of a transformer.

    Inputs `input_ids`, `attention_mask` (batch, length) int64. Outputs `last_hidden_state` (batch,
    length, d); `token_embeddings` (batch, length, e) and `sentence_embedding` (batch, d), both of
    unit length. A layer's inputs are rounded by one scale for the whole batch, so the vectors of a text
    depend a little on the other texts of its batch.
    """

    def __init__(
        self,
        settings: Mapping[str, int],
        weights: Mapping[str, Floats],
        linears: Mapping[str, IntegerLinear],
        projection: Floats,
    ) -> None:
        """Build the graph.

        Parameters
        ----------
        settings
            The base model's.
        weights, linears
            By their names in `BertModel`; query, key and value are one linear layer.
        projection
            `(d, e)` float32; a piece's vector is multiplied by it to give `token_embeddings`.
        """
        self._nodes: list[onnx.NodeProto] = []
        self._tensors: dict[str, onnx.TensorProto] = {}
        self._weights, self._linears = weights, linears
        self._heads = settings["num_attention_heads"]
        hidden = self._embed()
        absent = self._hide_padding()
        for layer in range(settings["num_hidden_layers"]):
            hidden = self._add_layer(f"encoder.layer.{layer}", hidden, absent)
            if layer + 1 == LAYERS_OF_PIECES:
                projected = self._add("MatMul", [hidden, self._keep("projection", projection)])
                self._scale_to_unit(projected, "token_embeddings")
        self._add("Identity", [hidden], output="last_hidden_state")
        mask = self._add("Unsqueeze", [self._mask, self._keep("end", np.asarray([-1]))])
        there = self._add("Mul", [hidden, mask])
        total = self._add("ReduceSum", [there, self._keep("along", np.asarray([1]))], keepdims=0)
        self._scale_to_unit(total, "sentence_embedding")
        self._sizes = projection.shape

    def save(self, path: str) -> None:
        """Check the graph and write it to a file."""
        d, e = self._sizes
        text = ["batch", "length"]
        outputs = {
            "last_hidden_state": [*text, d],
            "token_embeddings": [*text, e],
            "sentence_embedding": ["batch", d],
        }
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, text)
                for name in ("input_ids", "attention_mask")
            ],
            [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
                for name, shape in outputs.items()
            ],
            list(self._tensors.values()),
        )
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPERATORS)], ir_version=FORMAT
        )
        onnx.checker.check_model(model, full_check=True)
        onnx.save(model, path)

    def _embed(self) -> str:
        """Add the embeddings of positions, and of word pieces in 8 bits with a scale for each piece."""
        words = self._weights["embeddings.word_embeddings.weight"]
        scales = np.maximum(np.abs(words).max(axis=1, keepdims=True), EPSILON) / 127
        integers = np.rint(words / scales).astype(np.int8)
        taken = self._add("Gather", [self._keep("words", integers), "input_ids"])
        scale = self._add("Gather", [self._keep("word_scales", scales), "input_ids"])
        word = self._add("Mul", [self._add("Cast", [taken], to=TensorProto.FLOAT), scale])
        places = (
            self._weights["embeddings.position_embeddings.weight"]
            + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        first = self._keep("first", np.asarray([0]))
        length = self._add("Shape", ["input_ids"], start=1, end=2)
        place = self._add("Slice", [self._keep("places", places), first, length, first])
        return self._normalise("embeddings.LayerNorm", self._add("Add", [word, place]))

    def _hide_padding(self) -> str:
        """Add the attention mask, (batch, 1, 1, length): 0, or very low where there is padding."""
        self._mask = self._add("Cast", ["attention_mask"], to=TensorProto.FLOAT)
        one, low = self._keep("one", _number(1)), self._keep("low", _number(HIDDEN_FROM_ATTENTION))
        absent = self._add("Mul", [self._add("Sub", [one, self._mask]), low])
        return self._add("Unsqueeze", [absent, self._keep("middle", np.asarray([1, 2]))])

    def _add_layer(self, name: str, hidden: str, absent: str) -> str:
        """Add one layer of the transformer."""
        attended = self._attend(f"{name}.attention.self", hidden, absent)
        given = self._apply(f"{name}.attention.output.dense", attended)
        hidden = self._normalise(
            f"{name}.attention.output.LayerNorm", self._add("Add", [given, hidden])
        )
        wide = self._add("Gelu", [self._apply(f"{name}.intermediate.dense", hidden)])
        given = self._apply(f"{name}.output.dense", wide)
        return self._normalise(f"{name}.output.LayerNorm", self._add("Add", [given, hidden]))

    def _attend(self, name: str, hidden: str, absent: str) -> str:
        """Add attention; the weights of the queries are already divided by the root of the width."""
        three = self._add_three("Split", [self._apply(name, hidden)], axis=-1, num_outputs=3)
        apart = self._keep("apart", np.asarray([0, 0, self._heads, -1]))
        query, key, value = [self._add("Reshape", [one, apart]) for one in three]
        query = self._add("Transpose", [query], perm=[0, 2, 1, 3])
        key = self._add("Transpose", [key], perm=[0, 2, 3, 1])
        value = self._add("Transpose", [value], perm=[0, 2, 1, 3])
        scores = self._add("Add", [self._add("MatMul", [query, key]), absent])
        found = self._add("MatMul", [self._add("Softmax", [scores], axis=-1), value])
        found = self._add("Transpose", [found], perm=[0, 2, 1, 3])
        return self._add("Reshape", [found, self._keep("together", np.asarray([0, 0, -1]))])

    def _apply(self, name: str, entering: str) -> str:
        """Add a linear layer in integers; return the name of its output."""
        linear = self._linears[name]
        if linear.shrink is not None:
            entering = self._add("Mul", [entering, self._keep(f"{name}.shrink", linear.shrink)])
        integers, scale, zero = self._add_three("DynamicQuantizeLinear", [entering])
        weights = self._keep(f"{name}.weights", linear.weights)
        none = self._keep("none", np.zeros((), np.int8))
        product = self._add("MatMulInteger", [integers, weights, zero, none])
        scales = self._add("Mul", [scale, self._keep(f"{name}.scales", linear.scales)])
        real = self._add("Mul", [self._add("Cast", [product], to=TensorProto.FLOAT), scales])
        return self._add("Add", [real, self._keep(f"{name}.bias", linear.bias)])

    def _normalise(self, name: str, entering: str) -> str:
        scale = self._keep(f"{name}.weight", self._weights[f"{name}.weight"])
        bias = self._keep(f"{name}.bias", self._weights[f"{name}.bias"])
        return self._add("LayerNormalization", [entering, scale, bias], axis=-1, epsilon=EPSILON)

    def _scale_to_unit(self, entering: str, output: str) -> None:
        length = self._add("ReduceL2", [entering, self._keep("end", np.asarray([-1]))], keepdims=1)
        self._add("Div", [entering, length], output=output)

    def _keep(self, name: str, array: Array) -> str:
        """Store an array in the file under a name, unless it is there; return the name."""
        if name not in self._tensors:
            self._tensors[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def _add(self, kind: str, inputs: Sequence[str], output: str = "", **attributes: object) -> str:
        """Add a node with one output; return the output's name."""
        output = output or f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def _add_three(self, kind: str, inputs: Sequence[str], **attributes: object) -> list[str]:
        """Add a node with three outputs; return their names."""
        outputs = [f"{kind}_{len(self._nodes)}_{number}" for number in range(3)]
        self._nodes.append(helper.make_node(kind, list(inputs), outputs, **attributes))
        return outputs


def _number(value: float) -> Floats:
    return np.asarray(value, dtype=np.float32)
