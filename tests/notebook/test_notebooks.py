"""The shipped notebooks run, and what is stored in them is what the program answers now."""

from __future__ import annotations

import os
import re
from pathlib import Path

import justhtml
import nbformat
import pytest

import reasoner
from reasoner.model.result import DISCLAIMER
from tests.notebook.executed import executed, kept, text

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
pytestmark = [
    pytest.mark.skipif(not NOTEBOOKS, reason="the notebooks are in the repository, not in the package"),
    pytest.mark.filterwarnings("default"),  # of the packages that run the kernel
]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_gives_what_is_stored_in_it(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(reasoner.__file__).parent.parent))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    (tmp_path / "work").mkdir()
    stored = nbformat.read(path, as_version=4)
    now = executed(stored, tmp_path / "work")
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(text(now), encoding="utf-8")
        return
    for number, (cell, again) in enumerate(zip(stored.cells, now.cells, strict=True)):
        assert cell.get("outputs") == again.get("outputs"), (
            f"cell {number}: UPDATE_SNAPSHOTS=1 pytest tests/notebook writes the outputs anew"
        )
    assert path.read_text(encoding="utf-8") == text(now)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_can_be_given_to_others(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert text(kept(notebook)) == path.read_text(encoding="utf-8")
    assert not re.search(r"/home/|/tmp/|/root/|site-packages|0x[0-9a-f]{6}", path.read_text(encoding="utf-8"))
    assert all(cell.source for cell in notebook.cells)
    assert DISCLAIMER.rstrip(".") in notebook.cells[0].source
    pages = [
        output.data["text/html"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "data" in output and "text/html" in output.data
    ]
    assert pages
    for html in pages:
        page = f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>{html}</body></html>'
        assert not justhtml.JustHTML(page, sanitize=False, strict=True).query("script, img")
