"""What `banso up` shows while it works: one live line on a terminal, a line for each change elsewhere."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from banso.cli.texts import say

if TYPE_CHECKING:
    from banso.stack.status import ServiceStatus, StackStatus

STATES = {
    "waiting": ("待機中", "waiting"),
    "starting": ("起動中", "starting"),
    "healthy": ("稼働中", "healthy"),
    "restarting": ("再起動中", "restarting"),
    "stopping": ("停止中", "stopping"),
    "stopped": ("停止", "stopped"),
}
COLOURS = {"healthy": "green", "starting": "yellow", "restarting": "red", "stopping": "yellow"}


class Board:
    """Shows the state of every service, on standard error."""

    def __init__(self, *, decorated: bool) -> None:
        self._decorated = decorated
        self._live: Any = None
        self._told: dict[str, str] = {}
        self._services: tuple[ServiceStatus, ...] = ()
        self._note = ""
        self._began = time.monotonic()

    def open(self, directory: Path) -> None:
        """Say what is about to happen."""
        self._line(say(f"Banso を起動します(データの置き場 {directory})", f"Starting Banso on {directory}"))
        if self._decorated:
            from rich.console import Console
            from rich.live import Live

            self._live = Live(console=Console(stderr=True), refresh_per_second=8, get_renderable=self._drawn)
            self._live.start()

    def close(self) -> None:
        """Take the live line away."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def note(self, text: str) -> None:
        """What is being done besides."""
        self._note = text
        if self._live is None:
            self._line(f"  {text}")

    def ready(self) -> None:
        """Everything is healthy."""
        self._note = ""
        seconds = time.monotonic() - self._began
        self._line(say(f"{seconds:.1f} 秒で準備ができました。", f"Ready after {seconds:.1f} s."))

    def show(self, status: "StackStatus") -> None:
        """Take note of a change."""
        self._services = status.services
        if any(service.state.value in ("stopping", "stopped") for service in status.services):
            self._note = ""
        if self._live is None:
            for service in status.services:
                self._tell(service)

    def _tell(self, service: "ServiceStatus") -> None:
        words = _words(service)
        if service.state.value != "waiting" and self._told.get(service.name) != words:
            self._told[service.name] = words
            self._line(f"  {service.name}: {words}")

    def _line(self, text: str) -> None:
        if self._live is not None:
            self._live.console.print(text, markup=False, highlight=False)
        else:
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()

    def _drawn(self) -> Any:
        from rich.text import Text

        line = Text(no_wrap=True, overflow="crop")
        line.append(f"{self._note}  " if self._note else "", style="bold")
        for service in self._services:
            state = service.state.value
            line.append("* ", style=COLOURS.get(state, "dim"))
            line.append(f"{service.name} {say(*STATES[state])}  ")
        doing = (each.detail for each in self._services if each.state.value in ("starting", "restarting"))
        line.append(next(doing, ""), style="dim")
        return line


def _words(service: "ServiceStatus") -> str:
    word = say(*STATES[service.state.value])
    return f"{word} ({service.detail})" if service.detail else word
