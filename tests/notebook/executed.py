"""Executes a notebook in a kernel, and brings it into the form in which it is kept."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient

KEPT = ("text/plain", "text/html")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def executed(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """A notebook with the outputs that it has now.

    Args:
        notebook: it; stays as it is.
        folder: where the kernel works, with nothing in it.
    """
    fresh = nbformat.from_dict(notebook)
    client = NotebookClient(
        fresh,
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        store_widget_state=False,
    )
    client.execute()
    return kept(fresh)


def kept(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A notebook without what is different each time: states of widgets, versions, and what only a kernel can use."""
    found = nbformat.from_dict(notebook)
    found.metadata = nbformat.from_dict(METADATA)
    for cell in found.cells:
        cell.metadata = nbformat.from_dict({})
        for output in cell.get("outputs", []):
            if "data" in output:
                output.data = nbformat.from_dict({mime: output.data[mime] for mime in KEPT if mime in output.data})
            if "traceback" in output:
                output.traceback = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in output.traceback]
    return found


def text(notebook: nbformat.NotebookNode) -> str:
    """A notebook as it is written."""
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"
