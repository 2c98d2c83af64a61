"""A connection to Milvus, or to a file of Milvus Lite, which runs in this process.

Each failure becomes one StorageError. Nothing here knows what is kept in the engine.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from onrecord.error import StorageError
from onrecord.optional import load_optional
from onrecord.retrieval.embedding import Floats, Rows
from onrecord.text.shown import shorten

TOKEN = "MILVUS_TOKEN"  # noqa: S105, the name of an environment variable
_NEEDED_BY = "an index in Milvus"
_QUICK, _LONG = 20.0, 600.0  # seconds to wait for what a question needs, and for what a build does
_GRAPH = {"M": 32, "efConstruction": 200}  # links of a row, and rows in view when one is added
_OF_QUESTIONS = ("search", "query")  # calls whose failures a visitor of the page may see
_MOST_FOUND = 16384  # rows that Milvus returns at once
Row = dict[str, Any]
"""The values of the fields of one row."""
_SILENT = 100  # above every level of logging: what fails is told once, by a StorageError
_REFUSED = re.compile("unauthenticated|permission ?denied|auth check|privilege", re.IGNORECASE)
_UNREACHED = re.compile("unavailable|connecting|deadline|retry timeout|closed channel", re.IGNORECASE)
_DROPPED = ("not exist", "not found", "can't find")  # said of a collection


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a collection.

    Attributes
    ----------
    kind
        Of Milvus: INT64, VARCHAR, FLOAT_VECTOR or SPARSE_FLOAT_VECTOR.
    size
        The bytes of a text at most, or the dimension of a vector.
    index
        The kind of index of a vector, which is searched by inner products.
    """

    name: str
    kind: str
    size: int = 0
    index: str = ""


def is_engine(index: str | Path) -> bool:
    """Return whether an index is kept in Milvus: an address, or a file of Milvus Lite."""
    return bool(re.match(r"https?://", str(index))) or str(index).endswith(".db")


class Engine:
    """Milvus at an address (`http://host:19530`, with `/name` for one of its databases), or in a file.

    `where` is the address without user and password, to be shown.

    Raises
    ------
    StorageError
        When pymilvus is not installed, no engine answers, or it refuses the token.
    """

    def __init__(self, address: str | Path) -> None:
        self._library = load_optional("pymilvus", StorageError, _NEEDED_BY)
        self._lost = load_optional("grpc", StorageError, _NEEDED_BY).RpcError
        settings: dict[str, Any] = {"token": os.environ.get(TOKEN, "")}
        self.where, told = _show(str(address)), "no engine answers; start it, or name another"
        if not re.match("https?://", str(address)):
            load_optional("milvus_lite", StorageError, _NEEDED_BY)
            Path(address).parent.mkdir(parents=True, exist_ok=True)
            settings = {"grpc_options": {"grpc.enable_http_proxy": 0}}  # a proxy has no way back here
            told = "cannot be opened: another process has it open, or it is no file of Milvus Lite"
        for library in ("pymilvus", "milvus_lite"):
            logging.getLogger(library).setLevel(_SILENT)
        try:
            self._client = self._library.MilvusClient(str(address), timeout=_QUICK, **settings)
        except (self._library.MilvusException, self._lost, ValueError) as error:
            refused = self._explain(error) if _REFUSED.search(_tell(error)) else None
            raise refused or StorageError(f"{self.where}: {told}") from error

    def list_collections(self) -> list[str]:
        """Return the names of the collections."""
        return list(self._do("list_collections"))

    def create(self, name: str, fields: Sequence[Field], *, on_disk: bool = False) -> None:
        """Create a collection and load it; the first field is the primary key.

        Parameters
        ----------
        on_disk
            Whether the engine keeps it on its disk, mapped, and not in memory.
        """
        schema = self._library.MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        indexes = self._library.MilvusClient.prepare_index_params()
        for field in fields:
            size = {"VARCHAR": {"max_length": field.size}, "FLOAT_VECTOR": {"dim": field.size}}
            kind = getattr(self._library.DataType, field.kind)
            is_key = field is fields[0]
            schema.add_field(field.name, kind, is_primary=is_key, **size.get(field.kind, {}))
            if field.index:
                params = _GRAPH if field.index == "HNSW" else {}
                indexes.add_index(field.name, index_type=field.index, metric_type="IP", params=params)
        options = {"properties": {"mmap.enabled": "true"}} if on_disk else {}
        made = {"schema": schema, "index_params": indexes, "timeout": _LONG}
        self._do("create_collection", name, **made, **options)

    def load(self, name: str) -> None:
        """Make a collection ready to be read, after the engine has started anew."""
        self._do("load_collection", name, timeout=_LONG)

    def drop(self, name: str) -> None:
        """Remove a collection."""
        self._do("drop_collection", name, timeout=_LONG)

    def add(self, name: str, rows: Sequence[Row]) -> None:
        """Add rows, of which no primary key is there yet, to a collection."""
        self._do("insert", name, list(rows), timeout=_LONG)

    def put(self, name: str, row: Row) -> None:
        """Add a row to a collection; it replaces one with the same primary key."""
        self._do("upsert", name, [row], timeout=_LONG)

    def flush(self, name: str) -> None:
        """Wait until what was added to a collection is on the engine's disk."""
        self._do("flush", name, timeout=_LONG)

    def count(self, name: str) -> int:
        """Return how many rows a collection has; from then on, all of them are seen."""
        found = self._do("query", name, output_fields=["count(*)"], consistency_level="Strong")
        return int(found[0]["count(*)"])

    def take(
        self, name: str, where: str, fields: Collection[str], *, newest: bool = False
    ) -> list[Row]:
        """Return fields of the rows that a condition names, 16,384 at most, in no order.

        Parameters
        ----------
        newest
            Whether what was added in the last seconds must be seen, for which a cluster waits.
        """
        options = {"output_fields": list(fields), "limit": _MOST_FOUND}
        options |= {"consistency_level": "Strong"} if newest else {}
        return [dict(row) for row in self._do("query", name, filter=where, **options)]

    def search(
        self, name: str, field: str, asked: Sequence[Any], k: int, where: str = "", **settings: int
    ) -> list[tuple[Rows, Floats]]:
        """Find for each vector asked the k rows at most with the highest inner products, best first.

        The condition `where` is applied before the k best are taken. Rows are told by their key `row`.
        """
        params = {"metric_type": "IP", "params": settings}
        options = {"anns_field": field, "limit": k, "filter": where, "output_fields": ["row"]}
        found = self._do("search", name, list(asked), search_params=params, **options)
        return [
            (
                np.asarray([hit["row"] for hit in hits], np.int64),
                np.asarray([hit["distance"] for hit in hits], np.float32),
            )
            for hits in found
        ]

    def pointed(self, alias: str) -> str:
        """Return the collection that an alias names, "" for an alias that there is not."""
        if alias not in self._do("list_aliases")["aliases"]:
            return ""
        return str(self._do("describe_alias", alias)["collection_name"])

    def point(self, alias: str, name: str) -> None:
        """Let an alias name a collection, in one step."""
        self._do("alter_alias" if self.pointed(alias) else "create_alias", name, alias)

    def _do(self, call: str, *values: Any, **options: Any) -> Any:
        """Call Milvus.

        Raises
        ------
        StorageError
            When it does not do what is asked.
        """
        try:
            return getattr(self._client, call)(*values, **{"timeout": _QUICK, **options})
        except (self._library.MilvusException, self._lost) as error:
            raise self._explain(error, is_question=call in _OF_QUESTIONS) from error

    def _explain(self, error: Exception, *, is_question: bool = False) -> StorageError:
        """Return what an error of Milvus means; to who asks a question, it does not say where it is."""
        told = _tell(error)
        is_dropped = "collection" in told.lower() and any(one in told.lower() for one in _DROPPED)
        if is_question and not is_dropped:
            return StorageError.of("engine_gone")
        if _REFUSED.search(told):
            return StorageError(
                f"{self.where}: the engine refuses the token; put the right one in {TOKEN}"
            )
        if is_dropped:
            return StorageError.of("engine_moved_on")
        if _UNREACHED.search(told):
            return StorageError.of("engine_gone")
        reason = " ".join(str(getattr(error, "message", error)).split())
        return StorageError(f"{self.where}: the engine says: {shorten(reason, 200)}")


def _tell(error: BaseException | None) -> str:
    """Return what an error and those that it came of say: pymilvus hides why an engine refused."""
    told: dict[int, str] = {}
    while error is not None and id(error) not in told:
        told[id(error)] = str(error)
        error = error.__context__
    return " ".join(told.values())


def _show(address: str) -> str:
    """Return an address without its user and password."""
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if parts.netloc else address
