"""The words of all capabilities; those of every engagement stand in `banso.cli.words` and `banso.cli.happenings`."""

from banso.cli.vocabulary.accompaniment import ACCOMPANIMENT
from banso.cli.vocabulary.closing import CLOSING
from banso.cli.vocabulary.consultations import CONSULTATIONS
from banso.cli.vocabulary.gatherings import GATHERINGS
from banso.cli.vocabulary.memberships import MEMBERSHIPS
from banso.cli.vocabulary.places import PLACES
from banso.cli.vocabulary.playbooks import PLAYBOOKS
from banso.cli.vocabulary.premises import PREMISES
from banso.cli.vocabulary.programmes import PROGRAMMES
from banso.cli.vocabulary.successors import SUCCESSORS
from banso.cli.vocabulary.surveys import SURVEYS
from banso.cli.vocabulary.teams import TEAMS
from banso.cli.vocabulary.validation import VALIDATION
from banso.cli.vocabulary.vocabulary import Vocabulary

VOCABULARIES: tuple[Vocabulary, ...] = (
    MEMBERSHIPS,
    CONSULTATIONS,
    VALIDATION,
    PLACES,
    TEAMS,
    PREMISES,
    PROGRAMMES,
    SURVEYS,
    SUCCESSORS,
    PLAYBOOKS,
    GATHERINGS,
    CLOSING,
    ACCOMPANIMENT,
)


def japanese(part: str) -> dict[str, str]:
    """The Japanese words of all capabilities for their events, commands or fields."""
    return {name: text for one in VOCABULARIES for name, text in getattr(one, part).items()}


def both(part: str) -> dict[str, tuple[str, str]]:
    """The words of all capabilities, in Japanese and English, for their stages, waits, messages or values."""
    return {name: pair for one in VOCABULARIES for name, pair in getattr(one, part).items()}
