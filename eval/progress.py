"""How far the run is: a bar for each system, with the time left."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


class Bars:
    """Shows what it is told as an :class:`eval.lineup.Watcher`. A context manager: bars stand while it is entered."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("剩余"),
            TimeRemainingColumn(),
            console=console,
        )
        self._tasks: dict[str, TaskID] = {}
        self._now = ""

    def opening(self, name: str) -> None:
        """A bar that only moves: nobody knows how long a model takes to load."""
        self._tasks[name] = self._bars.add_task(f"{name}：打开", total=None)

    def asking(self, name: str, done: int, total: int) -> None:
        """The bar counts from here on."""
        if name not in self._tasks:  # known from before an interruption, never opened
            self._tasks[name] = self._bars.add_task(name)
        self._bars.reset(self._tasks[name], description=name, total=total, completed=done)
        self._now = name

    def answered(self) -> None:
        """One more."""
        self._bars.advance(self._tasks[self._now])

    def absent(self, name: str, why: str) -> None:
        """The bar goes, the reason stays on the screen."""
        self._bars.remove_task(self._tasks.pop(name))
        self._console.print(f"跳过系统 {name}：{why}", style="yellow", markup=False, soft_wrap=True)

    def __enter__(self) -> Bars:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()
