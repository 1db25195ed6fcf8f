"""The sample report, written and rendered once for all tests of the assembly."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from evalreport.assembly import Document, Rendered, render, write_project


def _module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("assembly_sample", Path(__file__).with_name("sample.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_SAMPLE = _module()


@pytest.fixture(scope="session")
def sample() -> Callable[..., Document]:
    """Makes the sample document, with some of its parts changed."""
    return _SAMPLE.sample  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def template() -> Path:
    return _SAMPLE.TEMPLATE  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def project(
    sample: Callable[..., Document], template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The sample as a Quarto project."""
    out = tmp_path_factory.mktemp("sample") / "report"
    write_project(sample(), template, out)
    return out


@pytest.fixture(scope="session")
def rendered(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The sample as HTML and PDF, by the embedded engine."""
    return render(project, ("html", "pdf"), tmp_path_factory.mktemp("rendered"))
