"""Make products.so of products.c: `python -m tools.products`, where clang 14 or later and wasm-ld are installed."""

import subprocess
import sys
import tempfile
from pathlib import Path

from nnbook.book.files import digest
from nnbook.book.vendor.runtime import PRODUCTS

SOURCE = PRODUCTS.with_suffix(".c")
# No contraction: a product and a sum that are rounded once would be another result than NumPy's.
COMPILE = (
    "clang", "--target=wasm32-unknown-emscripten", "-ffreestanding", "-O3", "-msimd128", "-ffp-contract=off",
    "-fno-builtin", "-fPIC", "-fvisibility=hidden", "-Wall", "-Werror", "-c",
)  # fmt: skip
LINK = ("wasm-ld", "-shared", "--experimental-pic", "--allow-undefined", "--strip-all", "--export=hook")
NAME = b"source"


def section(source: bytes) -> bytes:
    """Return the section that says of which source a module is made: its name, and the SHA-256."""
    content = bytes([len(NAME)]) + NAME + digest(source).encode()
    return bytes([0, len(content)]) + content


def main() -> None:
    """Compile, link, and note the source."""
    with tempfile.TemporaryDirectory() as name:
        made = Path(name, "products.o")
        for command in ((*COMPILE, str(SOURCE), "-o", str(made)), (*LINK, str(made), "-o", str(PRODUCTS))):
            try:
                subprocess.run(command, check=True)
            except (OSError, subprocess.CalledProcessError) as problem:
                sys.exit(f"nnbook: {problem}. It takes clang and wasm-ld (on Debian: apt-get install clang lld).")
    PRODUCTS.write_bytes(PRODUCTS.read_bytes() + section(SOURCE.read_bytes()))
    PRODUCTS.chmod(0o644)


if __name__ == "__main__":
    main()
