"""Make the bilingual WordPiece vocabulary: the base model's English pieces, then French ones.

Second step of `transplant.py`. Pieces are lower case without accents, as the base model's.
Embeddings are not made here (see `alignment.py` and `transplant.py`).
"""

import json
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

# What the base normaliser leaves of French: a fixed alphabet, known to the trainer from the start.
# The trainer breaks ties between merges by the ids of letters, which it otherwise gives in the
# order of a hash table that changes at every run.
ALPHABET = "".join(map(chr, range(33, 127))) + "œæ«»‘’“”–—…°§€·"
SPECIAL_PIECES = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def train_french_pieces(texts: Iterable[str], size: int) -> list[str]:
    """Learn `size` WordPiece pieces from French text, in the order in which they were learnt."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.BertNormalizer(strip_accents=True, lowercase=True),
            normalizers.Replace(Regex(r"[^ -~œæ«»‘’“”–—…°§€·]"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    letters = ["[UNK]", *ALPHABET, *("##" + letter for letter in ALPHABET)]
    trainer = trainers.WordPieceTrainer(vocab_size=size, show_progress=False, special_tokens=letters)
    tokenizer.train_from_iterator(texts, trainer)
    vocabulary = tokenizer.get_vocab()
    return sorted(vocabulary, key=lambda piece: vocabulary[piece])


def list_pieces(tokenizer: Tokenizer) -> list[str]:
    """List the pieces of a tokenizer in the order of their ids."""
    vocabulary = tokenizer.get_vocab()
    return sorted(vocabulary, key=lambda piece: vocabulary[piece])


def append_pieces(base_pieces: Sequence[str], new_pieces: Iterable[str]) -> list[str]:
    """Return the base pieces followed by the new ones that the base lacks."""
    known = set(base_pieces)
    return [*base_pieces, *(piece for piece in new_pieces if piece not in known)]


def count_pieces(tokenizer: Tokenizer, texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """Count how often each piece occurs in the texts, special pieces left out.

    Returns
    -------
    (vocabulary,) int64.
    """
    counts = np.zeros(tokenizer.get_vocab_size(), dtype=np.int64)
    for start in range(0, len(texts), 10_000):
        encodings = tokenizer.encode_batch(
            list(texts[start : start + 10_000]), add_special_tokens=False
        )
        ids = np.concatenate([np.asarray(encoding.ids, dtype=np.int64) for encoding in encodings])
        counts += np.bincount(ids, minlength=len(counts))
    return counts


def keep_used_pieces(
    pieces: Sequence[str], counts: npt.NDArray[np.int64], least: int, protected: int
) -> list[str]:
    """Leave out unused pieces; any text keeps a tokenisation, since single characters all stay.

    Parameters
    ----------
    pieces
        The vocabulary, base pieces first.
    counts
        (vocabulary,) int64, occurrences in French and English training text.
    least
        Occurrences, 1 or more, under which a piece beyond the protected ones goes.
    protected
        Number of leading (base) pieces of which only the `[unused…]` places go.
    """
    kept = []
    for position, piece in enumerate(pieces):
        vacant = piece.startswith("[unused")
        letters = piece.removeprefix("##")
        needed = piece in SPECIAL_PIECES or len(letters) == 1 or letters.isdigit()
        used = position < protected or counts[position] >= least
        if needed or (used and not vacant):
            kept.append(piece)
    return kept


def replace_pieces(tokenizer: Tokenizer, pieces: Sequence[str]) -> Tokenizer:
    """Return the tokenizer with another vocabulary; it neither truncates nor pads."""
    description = json.loads(tokenizer.to_str())
    ids = {piece: position for position, piece in enumerate(pieces)}
    description["truncation"] = description["padding"] = None
    description["model"]["vocab"] = ids
    for added in description["added_tokens"]:
        added["id"] = ids[added["content"]]
    for name, special in description["post_processor"].get("special_tokens", {}).items():
        special["ids"] = [ids[name]]
    return Tokenizer.from_str(json.dumps(description))


def split_into_pieces(piece: str, known: Mapping[str, int]) -> list[int]:
    """Return the ids of the longest known pieces that spell a piece, left to right.

    Parameters
    ----------
    piece
        With its leading `##` where it continues a word.
    known
        Ids by piece.
    """
    prefix, letters = ("##", piece[2:]) if piece.startswith("##") else ("", piece)
    ids = []
    while letters:
        lengths = range(len(letters), 0, -1)
        length = next((size for size in lengths if prefix + letters[:size] in known), None)
        if length is None:
            return [known["[UNK]"]]
        ids.append(known[prefix + letters[:length]])
        prefix, letters = "##", letters[length:]
    return ids
