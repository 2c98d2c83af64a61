"""Write the judge as an ONNX graph: the upper layers in 8-bit integers, for one question and passage.

The lower layers are not in it: `write_lower_graph` writes a small file that runs them with the
encoder's own numbers. Only operators of the ONNX standard are written.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper

from training.judge.model import LOW, POINTERS
from training.onnx_graph import FORMAT, OPERATORS, EncoderGraph
from training.quantization import IntegerLinear

Floats = npt.NDArray[np.float32]
INPUTS = {
    "passage_states": (1, "passage", 384),
    "question_states": (1, "question", 384),
    "match": (1, "length", "length"),
    "own": (1, "passage"),
}
OUTPUTS = {"answers": (1, 1), "pointers": (1, POINTERS, "places")}
LOWER_STATES = "lower_states"
LEAST_OUTSIDE = 1024  # bytes; smaller tensors are copied


class JudgeGraph(EncoderGraph):
    """The graph of the judge, all of it float32 at its ends.

    Inputs: `passage_states` (1, p, d), `question_states` (1, q, d) of the lower layers; `match`
    (1, p + q, p + q), 0 where the row's piece is compared with the column's, else -10000; `own`
    (1, p), 1 for the passage's own pieces, 0 for its context. Outputs: `answers` (1, 1), the logit;
    `pointers` (1, 3, 1 + p), logits of evidence, start, end over "nowhere" and the passage's pieces.
    """

    def __init__(
        self,
        heads: int,
        layers: int,
        weights: Mapping[str, Floats],
        linears: Mapping[str, IntegerLinear],
    ) -> None:
        """Take `weights` and `linears` by the names that `export.py` gives them."""
        self._nodes: list[onnx.NodeProto] = []
        self._tensors: dict[str, onnx.TensorProto] = {}
        self._weights, self._linears, self._heads = weights, linears, heads
        hidden = self._join_sides()
        nothing = self._keep("hidden_from_attention", np.zeros((1, 1, 1, 1), np.float32))
        for layer in range(layers):
            hidden = self._add_layer(f"encoder.layer.{layer}", hidden, nothing)
        length = self._add("Shape", ["passage_states"], start=1, end=2)
        zero, one = self._keep("zero", np.asarray([0])), self._keep("first", np.asarray([1]))
        passage = self._add("Slice", [hidden, zero, length, one])
        after = self._add("Add", [length, one])
        question = self._add("Slice", [hidden, length, after, one])
        evidence = self._point(passage, question)
        self._answer(passage, question, evidence)

    def save(self, path: str) -> None:
        """Write the file, checked."""
        inputs, outputs = (
            [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
                for name, shape in kinds.items()
            ]
            for kinds in (INPUTS, OUTPUTS)
        )
        graph = helper.make_graph(self._nodes, "judge", inputs, outputs, list(self._tensors.values()))
        operators = [helper.make_opsetid("", OPERATORS)]
        model = helper.make_model(graph, opset_imports=operators, ir_version=FORMAT)
        onnx.checker.check_model(model, full_check=True)
        onnx.save(model, path)

    def _join_sides(self) -> str:
        """Put the question after the passage, compare them, and add each side's learnt vector."""
        names = ("passage", "question")
        states = self._add("Concat", [f"{name}_states" for name in names], axis=1)
        sides = [
            self._add(
                "Expand",
                [
                    self._keep(name, self._weights["sides"][number]),
                    self._add("Shape", [f"{name}_states"]),
                ],
            )
            for number, name in enumerate(names)
        ]
        shown = self._add("Add", [states, self._compare(states)])
        return self._add("Add", [shown, self._add("Concat", sides, axis=1)])

    def _compare(self, states: str) -> str:
        """Add what the words of the other side show each piece; nothing where none is compared."""
        middle = self._keep("match.middle", self._weights["match.middle"])
        turn = self._keep("match.turn", self._weights["match.turn.weight"].T)
        turned = self._add("MatMul", [self._add("Sub", [states, middle]), turn])
        last = self._keep("end", np.asarray([-1]))
        turned = self._add("Div", [turned, self._add("ReduceL2", [turned, last], keepdims=1)])
        flipped = self._add("Transpose", [turned], perm=[0, 2, 1])
        likeness = self._add("MatMul", [turned, flipped])
        sharp = self._keep("match.sharpness", self._weights["match.sharpness"])
        logits = self._add("Add", [self._add("Mul", [likeness, sharp]), "match"])
        other = self._add("MatMul", [self._add("Softmax", [logits], axis=-1), states])
        most = self._add("ReduceMax", [self._add("Add", [likeness, "match"]), last], keepdims=1)
        product = self._add("Mul", [states, other])
        apart = self._add("Abs", [self._add("Sub", [states, other])])
        compared = self._linear(
            "match.compare", self._add("Concat", [other, product, apart, most], axis=2)
        )
        none = self._keep("none_seen", np.asarray(LOW / 2, np.float32))
        there = self._add("Greater", [self._add("ReduceMax", ["match", last], keepdims=1), none])
        return self._add("Mul", [compared, self._add("Cast", [there], to=TensorProto.FLOAT)])

    def _linear(self, name: str, entering: str) -> str:
        """Add a small linear layer in float32."""
        product = self._add(
            "MatMul", [entering, self._keep(f"{name}.w", self._weights[f"{name}.weight"].T)]
        )
        return self._add("Add", [product, self._keep(f"{name}.b", self._weights[f"{name}.bias"])])

    def _point(self, passage: str, question: str) -> str:
        """Add the pointers; return the evidence's logits, (1, 1, 1 + p)."""
        width = self._weights["sides"].shape[1]
        shape = self._keep("pointing", np.asarray([1, POINTERS, width]))
        asked = self._add("Reshape", [self._apply("point", question), shape])
        turned = self._add("Transpose", [passage], perm=[0, 2, 1])
        scale = self._keep("scale", np.asarray(width**-0.5, np.float32))
        logits = self._add("Mul", [self._add("MatMul", [asked, turned]), scale])
        alone = self._add("Transpose", [self._linear("piece", passage)], perm=[0, 2, 1])
        logits = self._add("Add", [logits, alone])
        middle = self._keep("middle", np.asarray([1]))
        own = self._add("Cast", [self._add("Unsqueeze", ["own", middle])], to=TensorProto.BOOL)
        low = self._keep("low", np.asarray(LOW, np.float32))
        logits = self._add("Where", [own, logits, low])
        nowhere = self._add("Transpose", [self._linear("nowhere", question)], perm=[0, 2, 1])
        self._add("Concat", [nowhere, logits], output="pointers", axis=2)
        none, single = self._keep("none_yet", np.asarray([0])), self._keep("single", np.asarray([1]))
        return self._add("Slice", ["pointers", none, single, single])

    def _answer(self, passage: str, question: str, evidence: str) -> None:
        """Add the logit of "answers"."""
        last = self._keep("last", np.asarray([2]))
        one, most = self._keep("from", np.asarray([1])), self._keep("to", np.asarray([2**31]))
        pieces = self._add("Slice", [evidence, one, most, last])
        nowhere = self._add("Slice", [evidence, self._keep("begin", np.asarray([0])), one, last])
        where = self._add("Softmax", [pieces], axis=-1)
        found = self._add("MatMul", [where, passage])
        pooled = self._add("Concat", [question, found], axis=2)
        pooled = self._add("Gelu", [self._apply("pool", pooled)])
        beats = self._add("Sub", [self._add("ReduceLogSumExp", [pieces, last], keepdims=1), nowhere])
        sharp = self._add("ReduceMax", [where, last], keepdims=1)
        logit = self._linear("answer", self._add("Concat", [pooled, beats, sharp], axis=2))
        self._add("Reshape", [logit, self._keep("flat", np.asarray([1, 1]))], output="answers")


def write_lower_graph(encoder: Path, layers: int, path: Path) -> None:
    """Write the graph of an encoder's first layers, whose output is `lower_states` (batch, length, d).

    Its large tensors are not in the file: it names their places in the encoder's, which must lie in
    the same folder.
    """
    content = encoder.read_bytes()
    model = onnx.load_from_string(content)
    norms = [node for node in model.graph.node if node.op_type == "LayerNormalization"]
    taken = norms[2 * layers].output[0]  # one of the embeddings, then two a layer
    needed, nodes = {taken}, []
    for node in reversed(model.graph.node):
        if not needed.isdisjoint(node.output):
            needed.update(node.input)
            nodes.append(node)
    nodes = [*reversed(nodes), helper.make_node("Identity", [taken], [LOWER_STATES])]
    tensors = [one for one in model.graph.initializer if one.name in needed]
    for tensor in tensors:
        if len(tensor.raw_data) >= LEAST_OUTSIDE:
            _point_to(tensor, encoder.name, content.index(tensor.raw_data))
    inputs = [one for one in model.graph.input if one.name in needed]
    output = helper.make_tensor_value_info(LOWER_STATES, TensorProto.FLOAT, ["batch", "length", None])
    graph = helper.make_graph(nodes, "lower", inputs, [output], tensors)
    lower = helper.make_model(graph, opset_imports=model.opset_import, ir_version=model.ir_version)
    path.write_bytes(lower.SerializeToString())


def _point_to(tensor: onnx.TensorProto, name: str, offset: int) -> None:
    """Replace the numbers of a tensor by their place in a file of the same folder."""
    length = len(tensor.raw_data)
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in {"location": name, "offset": offset, "length": length}.items():
        tensor.external_data.add(key=key, value=str(value))
