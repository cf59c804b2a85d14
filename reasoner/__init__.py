"""A rule-based expert system and hypothesis reasoner for cancer stem cells.

For research and education, not for clinical decisions.

    import reasoner
    kb = reasoner.load()
    result = kb.infer(["hypoxia"], cancer="glioblastoma")
    print(result.why("angiogenesis"))
"""

from typing import TYPE_CHECKING, Any

from reasoner.version import __version__

if TYPE_CHECKING:
    from reasoner.api import Answer, Base, Inference, load
    from reasoner.notebook import exercise, exercises

__all__ = ["Answer", "Base", "Inference", "__version__", "exercise", "exercises", "load"]


def __getattr__(name: str) -> Any:
    # Imported when first used: `reasoner --version` and the layers below must not pay for all of it.
    if name in ("exercise", "exercises"):
        from reasoner import notebook

        return getattr(notebook, name)
    if name in __all__:
        from reasoner import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
