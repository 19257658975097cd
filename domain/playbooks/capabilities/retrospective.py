"""Looking back on an engagement: whose voices are heard, and what somebody may have gained, as a playbook words it."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter

from domain.playbooks.models import PlaybookModel
from domain.shared.values import BilingualText, Identifier

TAGS: dict[str, BilingualText] = {
    "new_challenge_realised": BilingualText(ja="新しい挑戦が形になった", en="something new took shape"),
    "young_staff_grew": BilingualText(ja="若手社員が育った", en="young staff grew"),
    "online_skills": BilingualText(ja="オンラインのスキルが身についた", en="skills in working online"),
    "strength_discovered": BilingualText(ja="強みに気づいた", en="a strength was discovered"),
    "main_job_quality": BilingualText(ja="本業にもよい影響があった", en="the main job fared well"),
    "companions_found": BilingualText(ja="仲間ができた", en="companions were found"),
    "next_step_seen": BilingualText(ja="次の一歩が見えた", en="the next step can be seen"),
    "confidence_regained": BilingualText(ja="自信を取り戻した", en="confidence came back"),
}
"""Tags that need no words in a playbook: it may simply list them. Mails, reports and refusals all say these."""


_NAMES = TypeAdapter(tuple[Identifier, ...])


def worded(tags: Any) -> Any:
    """A list of tags, as older pins have it, as the table that it stands for.

    A tag that nobody worded is called by its name; a playbook that is newly loaded may have none such.
    """
    if not isinstance(tags, list | tuple):
        return tags
    return {tag: TAGS.get(tag) or _by_name(tag) for tag in _NAMES.validate_python(tags)}


def _by_name(tag: str) -> dict[str, str]:
    spaced = tag.replace("_", " ")
    return {"ja": spaced, "en": spaced}


TagTable = dict[Identifier, BilingualText]
TagWords = Annotated[TagTable, BeforeValidator(worded, json_schema_input_type=tuple[Identifier, ...] | TagTable)]


class Retrospective(PlaybookModel):
    """The voices that are heard, and what somebody may have gained, with the words for it.

    A playbook words its `tags`, or lists some of those that are worded already.
    """

    voices: tuple[Literal["participant", "company", "employer"], ...] = Field(min_length=1)
    tags: TagWords = Field(min_length=1)
