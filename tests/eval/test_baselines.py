"""Our own gate: what the product once reached on its question sets must not get lost unnoticed.

Every file of ``eval/baselines/`` is compared with a run of now over a fresh index: ``samples`` always, the sets of the
seed corpus where that lies beside the project. ``make baselines`` keeps a new state; see docs/evaluation.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import pytest

from app.settings import load_settings
from eval.baseline import read_baseline
from eval.comparison import compare, regressions
from eval.dataset import load
from eval.gold import Catalogue
from eval.run import Run, run
from eval.systems.opening import open_here
from eval.systems.system import Setup, SystemUnderTest
from ingest.model import Regulation
from ingest.pipeline import REGULATIONS, prepare, store
from ingest.sources import Limits
from ingest.store import read_regulations
from vectorstore import build, verify, weights
from vectorstore.embedding import load_embedder
from vectorstore.errors import VectorstoreError

pytestmark = pytest.mark.slow

EVAL = Path(__file__).parents[2] / "eval"
BASELINES = sorted(path.stem for path in (EVAL / "baselines").glob("*.json"))

MARGIN = 0.05
"""Wider than the default: processors that compute in another precision may decide a close case otherwise."""


class Indexed:
    """The product over a fresh index of some sources, opened once for all sets that ask about them."""

    def __init__(self, opened: ExitStack, folder: Path) -> None:
        self._opened = opened
        self._folder = folder
        self._systems: dict[Path, tuple[SystemUnderTest, dict[str, Regulation]]] = {}

    def ask(self, sources: Path, name: str) -> Run:
        """A run of the question set called ``name``."""
        if sources not in self._systems:
            self._systems[sources] = self._open(sources)
        system, regulations = self._systems[sources]
        chosen = load(EVAL / "questions" / f"{name}.jsonl")
        results = run(chosen.questions, system.asker, Catalogue(regulations))
        return Run(chosen, "tiaowen", system.facts, results, "now")

    def _open(self, sources: Path) -> tuple[SystemUnderTest, dict[str, Regulation]]:
        data, models = Path(mkdtemp(dir=self._folder)), self._folder / "models"
        models.mkdir(exist_ok=True)
        (data / "models").symlink_to(models)  # unpacked once for all
        store(prepare([sources], data, limits=Limits(), today=date.today()), data)
        build.build(data, embedder=load_embedder(None, data))
        system = open_here("tiaowen", Setup(load_settings(None, {}, data=data)))
        self._opened.callback(system.close)
        return system, {regulation.id: regulation for regulation in read_regulations(data / REGULATIONS)}


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Indexed]:
    try:
        weights.source_file()
    except VectorstoreError:
        pytest.skip("the package with the default weights is not installed")
    with ExitStack() as opened, pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "verify_build", verify.check)  # in this process: a second one takes seconds to start
        yield Indexed(opened, tmp_path_factory.mktemp("indexed"))


@pytest.mark.parametrize("name", BASELINES)
def test_nothing_got_worse_than_the_baseline(name: str, indexed: Indexed, request: pytest.FixtureRequest) -> None:
    sources: Path = request.getfixturevalue("samples_dir" if name == "samples" else "corpus_dir")
    comparison = compare(indexed.ask(sources, name), read_baseline(EVAL / "baselines" / f"{name}.json"), name)
    lost = "、".join(result.question.id for result in comparison.losses)
    complaints = regressions(comparison, MARGIN)
    assert not complaints, "\n".join([*complaints, f"lost: {lost}", "kept on purpose? make baselines"])
    assert comparison.quotes > 0  # else nothing was checked


def test_there_are_baselines_of_development_sets_only() -> None:
    assert "samples" in BASELINES
    assert all(name == "samples" or name.startswith("corpus-dev") for name in BASELINES)
