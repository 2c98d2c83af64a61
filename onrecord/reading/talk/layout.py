"""How a page is laid out: which of its blocks ask, and which labels stand before them."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.reading.block.label import Label


@dataclass(slots=True)
class Layout:
    """Which blocks ask, and which labels stand before them; indices into the list of blocks."""

    asking: set[int] = field(default_factory=set)
    labels: dict[int, Label] = field(default_factory=dict)
    asking_labels: set[str] = field(default_factory=set)

    def answers_by_label(self, index: int) -> bool:
        """Whether the block opens with the label of somebody who answers."""
        return index in self.labels and self.labels[index].key not in self.asking_labels
