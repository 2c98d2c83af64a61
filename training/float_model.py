"""The base model in float32, run by torch: the reference for the integer layers.

`train.py` needs the inputs of each linear layer, and `evaluate.py` measures the model. Nothing is
learnt here. The vector of a word piece is the output of the last layer but one: the last layer makes
the vector of the whole text, and distinguishes words less well (see training/README.md).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from onrecord.retrieval.embedding import Encoded, Floats, leave_prompt_out, scale_to_unit
from training.base_model import BaseModel
from training.quantization import InputFigures

PROMPTS = {"query": "query: ", "document": "passage: "}  # as the base model was trained
MAX_PIECES = 384
LAYERS_OF_PIECES = 11  # of 12
THREADS = 2  # fixed, since the order of summation changes the last bits


class FloatModel:
    """The base model, with its own word embeddings or those of a smaller vocabulary."""

    def __init__(self, base: BaseModel, tokenizer: Tokenizer, embeddings: Floats) -> None:
        """Take a tokenizer, and the word embeddings of its vocabulary, `(vocabulary, d)` float32."""
        torch.set_num_threads(THREADS)
        self.weights = dict(base.weights)
        self.weights["embeddings.word_embeddings.weight"] = torch.from_numpy(embeddings)
        configuration = BertConfig(
            **base.settings | {"vocab_size": len(embeddings)}, pad_token_id=1, layer_norm_eps=1e-12
        )
        self._transformer = BertModel(configuration, add_pooling_layer=False).eval()
        self._transformer.load_state_dict(self.weights)
        self._tokenizer = tokenizer
        self._tokenizer.enable_truncation(MAX_PIECES)

    @torch.inference_mode()
    def read(self, texts: Sequence[str], role: str) -> list[Encoded]:
        """Encode texts in a role, a key of `PROMPTS`; word pieces are not projected."""
        prompt = PROMPTS[role]
        read = []
        for text in texts:
            tokens = self._tokenizer.encode(prompt + text)
            states = self._transformer(
                input_ids=torch.tensor([tokens.ids]), output_hidden_states=True
            ).hidden_states
            vector = scale_to_unit(states[-1][0].mean(0, keepdim=True).numpy())[0]
            pieces = scale_to_unit(states[LAYERS_OF_PIECES][0].numpy())
            mask = tokens.special_tokens_mask
            read.append(
                leave_prompt_out(text, prompt, vector, pieces, tokens.ids, tokens.offsets, mask)
            )
        return read

    def measure_inputs(self, texts: Mapping[str, Sequence[str]]) -> dict[str, InputFigures]:
        """Read texts, given by role; return figures of each linear layer's inputs, by the layer's name.

        Keys and values are left out, since their inputs are those of the queries.
        """
        found: dict[str, InputFigures] = {}

        def note(name: str, entering: torch.Tensor) -> None:
            rows = entering.reshape(-1, entering.shape[-1])
            if name not in found:
                width = rows.shape[1]
                found[name] = InputFigures(np.zeros(width, np.float32), np.zeros((width, width)))
            figures = found[name]
            figures.largest = np.maximum(figures.largest, rows.abs().amax(0).numpy())
            figures.moment += (rows.T @ rows).numpy()  # torch multiplies: numpy's threads would compete

        hooks = [
            module.register_forward_pre_hook(lambda _, given, name=name: note(name, given[0]))
            for name, module in self._transformer.named_modules()
            if isinstance(module, torch.nn.Linear) and not name.endswith((".key", ".value"))
        ]
        for role, ones in texts.items():
            self.read(ones, role)
        for hook in hooks:
            hook.remove()
        return found
