"""Content hashes and reasons: what a result was made from, and why it must be made again."""

from evalreport.cache.hashes import (
    FileHashes,
    hash_code,
    hash_file,
    hash_folder,
    hash_object,
    hash_packages,
    packages,
    run_packages,
)
from evalreport.cache.lock import held
from evalreport.cache.reasons import Inputs, Reason, compare, missing_outputs
from evalreport.cache.state import read_json, replace_folder, write_bytes, write_json, write_text

__all__ = [
    "FileHashes",
    "Inputs",
    "Reason",
    "compare",
    "hash_code",
    "hash_file",
    "hash_folder",
    "hash_object",
    "hash_packages",
    "held",
    "missing_outputs",
    "packages",
    "read_json",
    "replace_folder",
    "run_packages",
    "write_bytes",
    "write_json",
    "write_text",
]
