"""The reference model of surveys: each is sent once, and then answered once or closed, counted from events alone."""

from dataclasses import dataclass, field
from typing import Any

from domain.shared.actors import Role
from domain.shared.models import Event
from domain.shared.surveys import SurveyAnswered, SurveyClosed, SurveySent

from support.driving import Step
from support.models import OFFICE


@dataclass
class SurveyModel:
    """How each survey stands, by its name."""

    standings: dict[str, str] = field(default_factory=dict)

    def note(self, event: Event, step: Step) -> None:
        """One more event."""
        match event:
            case SurveySent():
                assert event.survey not in self.standings, "sent twice"
                self.standings[event.survey] = "asked"
            case SurveyAnswered():
                assert self.standings[event.survey] == "asked"
                assert step.actor.role in OFFICE | {Role.PARTICIPANT}
                self.standings[event.survey] = "answered"
            case SurveyClosed():
                assert self.standings[event.survey] == "asked"
                assert step.now >= step.before.waits[f"survey_answer:{event.survey}"].schedule.escalate_at
                self.standings[event.survey] = "closed"
            case _:
                pass

    def compare(self, state: Any) -> None:
        """An answer is waited for as long as a survey is neither answered nor closed, whatever else has ended."""
        open_ones = {f"survey_answer:{name}" for name, standing in self.standings.items() if standing == "asked"}
        assert {key for key in state.waits if key.startswith("survey_answer:")} == open_ones
        assert {name: one.standing for name, one in state.surveys.items()} == self.standings
