"""`python -m reasoner`, and the `reasoner` command."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; `--version` alone needs nothing else."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from reasoner import __version__

        print(f"reasoner {__version__}")
        return 0
    import gc
    import os

    # A command lives for a moment: collecting garbage, and looking for plugins of pydantic, would take a tenth of it.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()
    from reasoner.cli import main as run

    code = run(sys.argv[1:])
    gc.freeze()  # the interpreter's last collection would walk through everything, a tenth of a short command's time
    return code


if __name__ == "__main__":
    sys.exit(main())
