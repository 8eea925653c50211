"""From trained models to the files that ship: three ONNX graphs, the tokenizer and a description, all without torch.

The encoder keeps its weights in eight bits: matrices with one scale a column, word vectors with one scale a row.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from supplychain_check.models import KINDS
from supplychain_check.training.kinds import STATUSES
from supplychain_check.training.network import TopicNet
from supplychain_check.training.statuses import LAYER, KindsHead
from supplychain_check.training.wide import Wide
from supplychain_check.wordform import GROUPS

OPSET = 20
HEADS, EPSILON = 12, 1e-12
_Array = NDArray[Any]


class _Graph:
    """A list of ONNX nodes that names its own values."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, value: _Array) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def half(self, value: _Array) -> str:
        """A constant kept in sixteen bits; the cast back happens once, when the model is loaded."""
        return self.add("Cast", self.constant(value.astype(np.float16)), to=TensorProto.FLOAT)

    def eighth(self, value: _Array) -> str:
        """A matrix kept in eight bits, one scale a column, and multiplied out once, when the model is loaded."""
        scale = np.maximum(np.abs(value).max(0), 1e-9) / 127
        whole = self.add("Cast", self.constant(np.round(value / scale).astype(np.int8)), to=TensorProto.FLOAT)
        return self.add("Mul", whole, self.constant(scale.astype(np.float32)))

    def add(self, operator: str, *inputs: str, outputs: int = 1, domain: str = "", **attributes: Any) -> str:
        """Append a node; returns the name of its first output (the others end in _1, _2)."""
        name = f"n{len(self.nodes)}"
        names = [name, *(f"{name}_{number}" for number in range(1, outputs))]
        self.nodes.append(helper.make_node(operator, list(inputs), names, domain=domain, **attributes))
        return name

    def dense(self, x: str, weight: _Array, bias: _Array) -> str:
        """The product of `x` and `weight`, plus `bias`, with eight-bit weights (one scale a column) and eight-bit activations."""
        scale = np.abs(weight).max(0) / 127
        whole = np.round(weight / scale).astype(np.int8)
        quantised = self.add("DynamicQuantizeLinear", x, outputs=3)
        product = self.add(
            "MatMulInteger",
            quantised,
            self.constant(whole),
            f"{quantised}_2",
            self.constant(np.zeros(whole.shape[1], np.int8)),
        )
        factor = self.add("Mul", f"{quantised}_1", self.constant(scale.astype(np.float32)))
        scaled = self.add("Mul", self.add("Cast", product, to=TensorProto.FLOAT), factor)
        return self.add("Add", scaled, self.constant(bias))

    def norm(self, x: str, layer: Any) -> str:
        scale, bias = self.constant(_array(layer.weight)), self.constant(_array(layer.bias))
        return self.add("LayerNormalization", x, scale, bias, axis=-1, epsilon=EPSILON)

    def write(self, path: Path, inputs: list[Any], outputs: list[Any]) -> None:
        """Check the graph and write it."""
        graph = helper.make_graph(self.nodes, path.stem, inputs, outputs, self.constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
        path.write_bytes(model.SerializeToString())


def _array(tensor: Any) -> _Array:
    return np.asarray(tensor.detach().numpy(), np.float32)


def write_encoder(net: TopicNet, path: Path, tokens: int, head: KindsHead | None = None) -> None:
    """Write the encoder: ids (1, T) int64 of one sentence to vectors (1, 768), and with a head to kinds (1, 8).

    One sentence at a time: eight-bit scales depend on what is computed together, so that no other sentence can
    change a result, and nothing is spent on padding.
    """
    graph, bert = _Graph(), net.encoder
    x = graph.norm(_words(graph, bert.embeddings, tokens), bert.embeddings.LayerNorm)
    made = {"vectors": 2 * net.width}
    for number, layer in enumerate(bert.encoder.layer, start=1):
        x = _layer(graph, layer, x)
        if head is not None and number == LAYER:
            _kinds(graph, head, x)
            made["kinds"] = len(KINDS)
    axis = graph.constant(np.array([1], np.int64))
    mean = graph.add("ReduceMean", x, axis, keepdims=0)
    first = graph.add("Gather", x, graph.constant(np.array(0, np.int64)), axis=1)
    graph.nodes.append(helper.make_node("Concat", [mean, first], ["vectors"], axis=1))
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, width]) for name, width in made.items()]
    graph.write(path, [ids], outputs)


def _kinds(graph: _Graph, head: KindsHead, x: str) -> None:
    """States (1, T, width) to probabilities (1, 8): the six statuses add up to 1, promise and denial stand alone."""

    def linear(x: str, layer: Any) -> str:
        product = graph.add("MatMul", x, graph.eighth(_array(layer.weight).T))
        return graph.add("Add", product, graph.constant(_array(layer.bias)))

    entered = graph.add("Relu", linear(x, head.enter))
    asked = graph.add("Softmax", linear(entered, head.ask), axis=1)
    found = graph.add("MatMul", graph.add("Transpose", asked, perm=[0, 2, 1]), entered)
    flat = graph.add("Reshape", found, graph.constant(np.array([1, -1], np.int64)))
    logits = linear(graph.add("Relu", linear(flat, head.join)), head.leave)
    parts = graph.constant(np.array([STATUSES, len(KINDS) - STATUSES], np.int64))
    status = graph.add("Split", logits, parts, outputs=2, axis=1)
    shares, single = graph.add("Softmax", status, axis=1), graph.add("Sigmoid", f"{status}_1")
    graph.nodes.append(helper.make_node("Concat", [shares, single], ["kinds"], axis=1))


def _words(graph: _Graph, embeddings: Any, tokens: int) -> str:
    table = _array(embeddings.word_embeddings.weight)
    scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-9) / 127
    rows = graph.add("Gather", graph.constant(np.round(table / scale).astype(np.int8)), "ids")
    words = graph.add(
        "Mul",
        graph.add("Cast", rows, to=TensorProto.FLOAT),
        graph.add("Gather", graph.constant(scale.astype(np.float32)), "ids"),
    )
    places = _array(embeddings.position_embeddings.weight)[:tokens] + _array(embeddings.token_type_embeddings.weight)[0]
    length = graph.add("Shape", "ids", start=1, end=2)
    zero, axis = graph.constant(np.array([0], np.int64)), graph.constant(np.array([0], np.int64))
    return graph.add("Add", words, graph.add("Slice", graph.half(places), zero, length, axis))


def _layer(graph: _Graph, layer: Any, x: str) -> str:
    own = layer.attention.self
    parts = [graph.dense(x, _array(part.weight).T, _array(part.bias)) for part in (own.query, own.key, own.value)]
    heads = graph.add("MultiHeadAttention", *parts, domain="com.microsoft", num_heads=HEADS)
    out = layer.attention.output
    x = graph.norm(
        graph.add("Add", x, graph.dense(heads, _array(out.dense.weight).T, _array(out.dense.bias))), out.LayerNorm
    )
    wide = graph.dense(x, _array(layer.intermediate.dense.weight).T, _array(layer.intermediate.dense.bias))
    bent = graph.add("Gelu", wide)
    narrow = graph.dense(bent, _array(layer.output.dense.weight).T, _array(layer.output.dense.bias))
    return graph.norm(graph.add("Add", x, narrow), layer.output.LayerNorm)


def write_words(wide: Wide, path: Path) -> None:
    """Write the linear model: ids, values and groups (m,) of one sentence's words to logits (11,); see `Pieces`."""
    graph = _Graph()
    rarity = graph.add("Gather", graph.constant(wide.rarity.astype(np.float16)), "ids")
    values = graph.add("Mul", "values", graph.add("Cast", rarity, to=TensorProto.FLOAT))
    axis, last = graph.constant(np.array([0], np.int64)), graph.constant(np.array([1], np.int64))
    groups = graph.constant(np.arange(len(GROUPS) + 1)[None])
    member = graph.add("Cast", graph.add("Equal", graph.add("Unsqueeze", "groups", last), groups), to=TensorProto.FLOAT)
    square = graph.add("MatMul", graph.add("Unsqueeze", graph.add("Mul", values, values), axis), member)
    length = graph.add("Sqrt", graph.add("Add", square, graph.constant(np.array([[1e-9]], np.float32))))
    # the surface of the sentence, the last group, stays as it is
    own = graph.constant(np.array([[0.0] * len(GROUPS) + [1.0]], np.float32))
    others = graph.constant(np.array([[1.0] * len(GROUPS) + [0.0]], np.float32))
    length = graph.add("Add", graph.add("Mul", length, others), own)
    factor = graph.add("Div", graph.constant(np.array([[*GROUPS, 1.0]], np.float32)), length)
    weighted = graph.add(
        "Mul", values, graph.add("Squeeze", graph.add("MatMul", member, graph.add("Transpose", factor)), last)
    )
    scale = np.maximum(np.abs(wide.weights).max(0), 1e-9) / 127
    rows = graph.add("Gather", graph.constant(np.round(wide.weights / scale).astype(np.int8)), "ids")
    total = graph.add("MatMul", weighted, graph.add("Cast", rows, to=TensorProto.FLOAT))
    scaled = graph.add("Mul", total, graph.constant(scale.astype(np.float32)))
    graph.nodes.append(helper.make_node("Add", [scaled, graph.constant(wide.shift.astype(np.float32))], ["wide"]))
    kinds = {"ids": TensorProto.INT64, "values": TensorProto.FLOAT, "groups": TensorProto.INT64}
    given = [helper.make_tensor_value_info(name, kind, ["m"]) for name, kind in kinds.items()]
    graph.write(path, given, [helper.make_tensor_value_info("wide", TensorProto.FLOAT, [len(wide.shift)])])


def write_context(net: TopicNet, path: Path, slope: _Array, shift: _Array) -> None:
    """Write the context layer: vectors (n, 768), surface (n, 6) and wide (n, 11) to probabilities (n, 11).

    Args:
        net: the trained network.
        path: of the file.
        slope: (2, 11) calibration: probability = sigmoid(slope * logit of the network and of the linear model + shift).
        shift: (11,)
    """
    graph, context = _Graph(), net.context
    joined = graph.add("Concat", "vectors", "surface", axis=1)
    entered = graph.add("Relu", _linear(graph, joined, context.enter))
    ordered = _recurrent(graph, context.order, entered)
    logits = _linear(graph, graph.add("Concat", entered, ordered, axis=1), context.leave)
    scaled = graph.add("Mul", logits, graph.constant(slope[0].astype(np.float32)))
    wide = graph.add("Mul", "wide", graph.constant(slope[1].astype(np.float32)))
    moved = graph.add("Add", graph.add("Add", scaled, wide), graph.constant(shift.astype(np.float32)))
    graph.nodes.append(helper.make_node("Sigmoid", [moved], ["probabilities"]))
    given = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", width])
        for name, width in (("vectors", 768), ("surface", 6), ("wide", len(shift)))
    ]
    graph.write(path, given, [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", len(shift)])])


def _linear(graph: _Graph, x: str, layer: Any) -> str:
    product = graph.add("MatMul", x, graph.half(_array(layer.weight).T))
    return graph.add("Add", product, graph.constant(_array(layer.bias)))


def _recurrent(graph: _Graph, gru: Any, x: str) -> str:
    """A bidirectional GRU over the sentences; torch orders its gates r z n, ONNX z r h."""
    size = gru.hidden_size

    def gates(name: str) -> _Array:
        reset, update, new = np.split(_array(getattr(gru, name)), 3)
        return np.concatenate([update, reset, new])

    def both(kind: str) -> _Array:
        return np.stack([gates(f"{kind}_l0"), gates(f"{kind}_l0_reverse")])

    biases = np.concatenate([both("bias_ih"), both("bias_hh")], axis=1)
    rows = graph.add("Unsqueeze", x, graph.constant(np.array([1], np.int64)))
    states = graph.add(
        "GRU",
        rows,
        graph.half(both("weight_ih")),
        graph.half(both("weight_hh")),
        graph.constant(biases),
        direction="bidirectional",
        hidden_size=size,
        linear_before_reset=1,
    )
    flat = graph.add("Transpose", states, perm=[0, 2, 1, 3])
    return graph.add("Reshape", flat, graph.constant(np.array([-1, 2 * size], np.int64)))
