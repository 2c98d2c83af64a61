"""Shared by the tests of Milvus: an archive in a file of Milvus Lite, opened and let go."""

from pathlib import Path

from milvus_lite.server_manager import server_manager_instance

from onrecord.retrieval.milvus.engine import Engine
from onrecord.retrieval.milvus.generation import find_in_service
from onrecord.retrieval.milvus.store import MilvusStore


def release(path: Path) -> None:
    """Stop the engine of a file, as if it were gone; another process may open it then."""
    server_manager_instance.release_server(str(path))


def read_in_service(path: Path) -> MilvusStore:
    """Return the generation in service."""
    engine = Engine(path)
    generation = find_in_service(engine)
    assert generation is not None
    return MilvusStore(engine, generation)
