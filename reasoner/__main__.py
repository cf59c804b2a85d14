"""`python -m reasoner`, and the `reasoner` command."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; `--version` alone needs nothing else."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from reasoner.version import __version__

        print(f"reasoner {__version__}")
        return 0
    import gc
    import os

    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them takes a while, and there are none
    if sys.argv[1:2] != ["run"]:
        gc.disable()  # a short command lives for a moment; collecting garbage would take a tenth of it
    from reasoner.cli import main as run

    code = run(sys.argv[1:])
    if code == 130:  # it was interrupted and has said so: a second signal that comes now has nothing to add
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # the interpreter's last collection would walk through everything, another tenth
    return code


if __name__ == "__main__":
    sys.exit(main())
