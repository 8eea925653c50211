"""From a trained network to the files that ship: two ONNX graphs, the tokenizer and a description, all without torch.

The encoder keeps its weights in eight bits: matrices with one scale a column, word vectors with one scale a row.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from supplychain_check.training.network import TopicNet

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


def write_encoder(net: TopicNet, path: Path) -> None:
    """Write the encoder: ids (1, T) int64 of one sentence to vectors (1, 768) and embedding (1, 384).

    One sentence at a time: eight-bit scales depend on what is computed together, so that no other sentence can
    change a result, and nothing is spent on padding.
    """
    graph, bert = _Graph(), net.encoder
    x = graph.norm(_words(graph, bert.embeddings), bert.embeddings.LayerNorm)
    for layer in bert.encoder.layer:
        x = _layer(graph, layer, x)
    axis = graph.constant(np.array([1], np.int64))
    mean = graph.add("ReduceMean", x, axis, keepdims=0)
    first = graph.add("Gather", x, graph.constant(np.array(0, np.int64)), axis=1)
    graph.nodes.append(helper.make_node("Concat", [mean, first], ["vectors"], axis=1))
    recall = graph.add("MatMul", mean, graph.half(_array(net.recall.weight).T))
    graph.nodes.append(helper.make_node("Add", [recall, graph.constant(_array(net.recall.bias))], ["embedding"]))
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])
    found = [
        helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, w]) for n, w in (("vectors", 768), ("embedding", 384))
    ]
    graph.write(path, [ids], found)


def _words(graph: _Graph, embeddings: Any) -> str:
    table = _array(embeddings.word_embeddings.weight)
    scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-9) / 127
    rows = graph.add("Gather", graph.constant(np.round(table / scale).astype(np.int8)), "ids")
    words = graph.add(
        "Mul",
        graph.add("Cast", rows, to=TensorProto.FLOAT),
        graph.add("Gather", graph.constant(scale.astype(np.float32)), "ids"),
    )
    places = _array(embeddings.position_embeddings.weight)[:128] + _array(embeddings.token_type_embeddings.weight)[0]
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


def write_context(net: TopicNet, path: Path, slope: _Array, shift: _Array) -> None:
    """Write the context layer: vectors (n, 768) and surface (n, 6) of a document to probabilities (n, 11).

    Args:
        net: the trained network.
        path: of the file.
        slope: (11,) calibration: probability = sigmoid(slope * logit + shift).
        shift: (11,)
    """
    graph, context = _Graph(), net.context
    joined = graph.add("Concat", "vectors", "surface", axis=1)
    entered = graph.add("Relu", _linear(graph, joined, context.enter))
    ordered = _recurrent(graph, context.order, entered)
    logits = _linear(graph, graph.add("Concat", entered, ordered, axis=1), context.leave)
    scaled = graph.add("Mul", logits, graph.constant(slope.astype(np.float32)))
    moved = graph.add("Add", scaled, graph.constant(shift.astype(np.float32)))
    graph.nodes.append(helper.make_node("Sigmoid", [moved], ["probabilities"]))
    given = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", width])
        for name, width in (("vectors", 768), ("surface", 6))
    ]
    graph.write(path, given, [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", len(slope)])])


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
