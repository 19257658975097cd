"""The base of everything that a playbook says."""

from pydantic import BaseModel, ConfigDict


class PlaybookModel(BaseModel):
    """Frozen, and an unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")
