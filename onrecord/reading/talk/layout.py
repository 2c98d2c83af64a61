"""How a page is laid out: which of its blocks ask, and which labels stand before them."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.reading.block.label import Label


@dataclass(slots=True)
class Layout:
    """Which blocks ask, and which labels stand before them.

    `asking` holds indices into the list of blocks, `labels` the label of a block by its index, and
    `asking_labels` the keys of the labels that ask.
    """

    asking: set[int] = field(default_factory=set)
    labels: dict[int, Label] = field(default_factory=dict)
    asking_labels: set[str] = field(default_factory=set)

    def answers_by_label(self, index: int) -> bool:
        """Return whether the block at `index` opens with the label of somebody who answers."""
        return index in self.labels and self.labels[index].key not in self.asking_labels
