"""A member whose service ends: what tests of that begin with."""

from datetime import date

from domain.membership.aggregate import MEMBERSHIP
from domain.membership.closing import commands as ending
from domain.membership.events import JoinedService

from support import closing_stories as told
from support.closing_stories import MEMBERSHIP_ID, joined
from support.deciding import NOW, Given
from support.people import FACTS

TODAY = date(2026, 4, 1)


def member(event: JoinedService | None = None) -> Given:
    """Somebody is a member since today."""
    return Given(MEMBERSHIP, stream=MEMBERSHIP_ID, facts=FACTS).events(event or joined())


def note(days: int = 30) -> ending.NoteClosing:
    """The end was announced today, so many days ahead."""
    return ending.NoteClosing(end=told.end(NOW, days))
