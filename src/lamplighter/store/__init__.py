"""Where projects are kept: a corpus and the events of one session on it, and beside it the index. The only SQL is here."""

from __future__ import annotations

from lamplighter.registry import Registry
from lamplighter.store.cache import FoundIndex, IndexCache
from lamplighter.store.memory import MemoryStore
from lamplighter.store.protocol import SessionStore, StampedEvent, StoreClass
from lamplighter.store.sqlite import SqliteStore

__all__ = [
    "STORES",
    "FoundIndex",
    "IndexCache",
    "MemoryStore",
    "SessionStore",
    "SqliteStore",
    "StampedEvent",
    "StoreClass",
]

STORES: Registry[StoreClass] = Registry("store", "lamplighter.stores", {"memory": MemoryStore, "sqlite": SqliteStore})
"""Stores by name."""
