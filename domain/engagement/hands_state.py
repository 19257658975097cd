"""Deputies as an engagement keeps them."""

from pydantic import AwareDatetime

from domain.shared.models import FrozenModel


class Deputy(FrozenModel):
    """For whom somebody stands in, and until when; `number` counts the deputies of an engagement."""

    number: int
    stands_in_for: str
    ends_at: AwareDatetime
