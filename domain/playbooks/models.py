"""The base of everything that a playbook says."""

from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticKnownError


class PlaybookModel(BaseModel):
    """Frozen; an unknown key is a mistake, and so is a text that only looks like a number, or like true or false."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _as_it_is_written(cls, value: Any, field: ValidationInfo) -> Any:
        kind = cls.model_fields[field.field_name or ""].annotation
        kinds = get_args(kind) or (kind,)
        if int in kinds and isinstance(value, str | bool):
            raise PydanticKnownError("int_type")
        if bool in kinds and not isinstance(value, bool):
            raise PydanticKnownError("bool_type")
        return value
