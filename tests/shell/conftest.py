from __future__ import annotations

from pathlib import Path

import pytest

from reasoner.model.knowledge import KnowledgeBase
from tests.shell import pack
from tests.shell.driving import Inside


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small pack."""
    return pack.write(tmp_path_factory.mktemp("pack"))


@pytest.fixture(scope="session")
def kb(folder: Path) -> KnowledgeBase:
    return pack.base(folder)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of its own, in which the test stands."""
    monkeypatch.setenv("REASONER_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def say(kb: KnowledgeBase, home: Path) -> Inside:
    """A session in this process: call it with lines."""
    return Inside(kb)
