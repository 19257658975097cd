"""What the radar of a participation goes by, and what it showed last."""

from domain.shared.watching import Radar


class ParticipantRadar(Radar):
    """How a participant stands on the radar.

    `resting` tells whether the whole engagement rests, by the word of that `rest` number.
    """

    rest: int = 0
    resting: bool = False
