"""In: bytes. Out: their MD5 sum, by which files and their parts are told apart; it keeps no secrets."""

from __future__ import annotations

try:
    # CPython's own: OpenSSL, which `hashlib` brings along, takes as long to load as a slide to make.
    from _md5 import md5  # type: ignore[import-not-found]
except ImportError:
    from hashlib import md5

__all__ = ["md5"]
