"""Every message that the stories ask for."""

from collections import defaultdict
from functools import cache

from domain.shared.effects import Notify

from support import stories
from support.driving import Driver, Step


class Listener:
    """Keeps every notification that a stream asks for."""

    def __init__(self, driver: Driver) -> None:
        self.heard: list[Notify] = []
        self._driver = driver
        driver.watch = self._watch

    def _watch(self, step: Step) -> None:
        state = step.before
        for event in step.events:
            state = self._driver.aggregate.evolve(state, event, step.now)
            effects = self._driver.aggregate.react(event, state)
            self.heard.extend(effect for effect in effects if isinstance(effect, Notify))


@cache
def notifications() -> dict[str, list[Notify]]:
    """All notifications of all stories, also of those that stop anywhere and where only time goes on."""
    found: dict[str, list[Notify]] = defaultdict(list)
    tales = ((kind, tale) for kind, named in stories.STORIES.items() for tale in named.values())
    for kind, tale in tales:
        for length in range(1, len(tale) + 1):
            driver = stories.driver(kind)
            listener = Listener(driver)
            for scene in tale[:length]:
                scene.play(driver)
            driver.finish()
            for notify in listener.heard:
                found[notify.template].append(notify)
    return found
