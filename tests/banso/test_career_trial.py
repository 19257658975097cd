"""The playbook of story 2, and what is said of mistakes in sessions, packs and surveys."""

from importlib import resources

import pytest

from banso.playbooks import check_playbook, load_playbook

TEXT = resources.files("domain.playbooks").joinpath("career-trial.toml").read_text(encoding="utf-8")


def test_its_numbers_are_those_of_the_story() -> None:
    rules = load_playbook("career-trial").rules
    counselling = rules.sessions["counselling"]
    assert (counselling.at_least, counselling.at_most, counselling.minutes) == (2, 3, 60)
    assert rules.packs == ("settling-in", "finding-work", "visa-and-tax")
    assert (rules.gates, rules.seats_at_most, rules.waiting_list) == ((), 10, 20)
    assert rules.waits["seat_offer"].escalate_after == "PT72H"
    assert rules.surveys["closing"].asked == "programme_completed"
    assert list(rules.surveys["closing"].questions) == ["wants_work", "helped_most", "confidence", "words"]


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("at_most = 3", "at_most = 1", "rules.sessions.counselling.at_most", "can never be held"),
        ("at_least = 2", 'at_least = "two"', "rules.sessions.counselling.at_least", "is no whole number"),
        ("minutes = 60", "minuts = 60", "rules.sessions.counselling.minuts", "minutes"),
        ('"settling-in",', '"Settling in",', "rules.packs.0", "lower-case"),
        ('kind = "scale"', 'kind = "stars"', "rules.surveys.closing.questions.confidence.kind", "is none of"),
        ('kind = "text"', 'kind = "choice"', "rules.surveys.closing.questions.words.kind", "two choices or more"),
        ('asked = "programme_completed"', 'asked = "sometimes"', "rules.surveys.closing.asked", "is none of"),
        ("session_record = {", "session_records = {", "rules.waits.session_records", "session_record"),
    ],
)
def test_a_mistake_is_explained_with_its_line_and_an_example(old: str, new: str, place: str, said: str) -> None:
    text = TEXT.replace(old, new, 1)
    assert text != TEXT
    (mistake,) = check_playbook(text, "trial.toml")
    assert mistake.place == place
    told = mistake.explain("en")
    assert said in told
    assert "Right would be, for example: " in told
    assert mistake.line == TEXT[: TEXT.index(old)].count("\n") + 1


def test_nobody_is_told_of_gates_milestones_or_employers_that_there_are_not() -> None:
    messages = load_playbook("career-trial").messages
    sent = ("selected", "participant_ready", "execution_started", "retrospective_request", "programme_completed")
    for name in sent:
        for text in (messages[name].ja, messages[name].en):
            for word in ("勤務先", "契約", "マイルストーン", "成果", "employer", "contract", "milestone", " company"):
                assert word not in text.body, f"{name} speaks of {word}"
