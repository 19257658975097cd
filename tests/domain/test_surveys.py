"""Surveys: answered once, completely and in known words; reminded of once; then closed. Silence answers nothing."""

from datetime import timedelta

import pytest

from domain.participation.commands import NoteEngagementClosed
from domain.playbooks.capabilities.surveys import Question, SurveyRules
from domain.shared.deadlines import MeetDeadline, Reminded
from domain.shared.surveys import AnswerSurvey, SurveyAnswered, SurveyClosed, SurveySent

from support import participations
from support.deciding import NOW, PARTICIPANT, SYSTEM, Given, offers
from support.people import private
from support.programme_stories import ANSWER, ANSWERS
from support.rules import RULES, waiting

CLOSING = RULES.surveys["closing"]
SENT = SurveySent(
    survey="closing",
    title=CLOSING.title,
    questions=CLOSING.questions,
    schedule=waiting("survey_answer", NOW),
    owner=participations.PARTICIPANT_OWNS,
)
REMINDER = MeetDeadline(kind="survey_answer", subject="closing", ordinal=1)
CLOSE = MeetDeadline(kind="survey_answer", subject="closing", ordinal=2)


def asked() -> Given:
    """The survey was sent."""
    return participations.given().history([*participations.connected(), SENT])


def test_an_answer_keeps_numbers_choices_and_personal_words_apart() -> None:
    outcome = asked().when(ANSWER, by=PARTICIPANT)
    words = private(participations.PERSON, "仲間ができました")
    outcome.then(SurveyAnswered(survey="closing", ratings={"step": 4}, chosen={"wish": "yes"}, texts={"words": words}))
    assert outcome.told() == [("survey_answered", participations.PERSON)]
    assert not outcome.state.waits


def test_words_are_not_asked_for() -> None:
    outcome = asked().when(AnswerSurvey(survey="closing", answers=ANSWERS[:2]), by=PARTICIPANT)
    assert [type(event) for event in outcome.events] == [SurveyAnswered]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (("wish=yes",), "answers-missing"),
        (("wish=perhaps", "step=4"), "answer-unknown"),
        (("wish=yes", "step=6"), "answer-unknown"),
        (("wish=yes", "step=0"), "answer-unknown"),
        (("wish", "step=4"), "answer-unclear"),
        (("wish=yes", "step=4", "weather=fine"), "answer-unclear"),
        (("wish=yes", "step=4", "wish=no"), "answer-twice"),
        (("wish=yes", "step=4", "step=4"), "answer-twice"),
        (("wish=yes", "step=4", "words="), "answer-empty"),
        (("wish=", "step=4"), "answer-unclear"),
    ],
)
def test_an_answer_that_says_nothing_is_refused(answers: tuple[str, ...], code: str) -> None:
    asked().when(AnswerSurvey(survey="closing", answers=answers), by=PARTICIPANT).refused(code, "answers")


@pytest.mark.parametrize("wish", ["yes", "Yes", "はい", "\uff39\uff25\uff33"])
@pytest.mark.parametrize("step", ["step=3", "step=\uff13", "step\uff1d\uff13", "\uff53tep = 3"])
def test_an_answer_counts_as_it_is_meant(wish: str, step: str) -> None:
    said = AnswerSurvey(survey="closing", answers=(f"wish={wish}", step))
    asked().when(said, by=PARTICIPANT).then(
        SurveyAnswered(survey="closing", ratings={"step": 3}, chosen={"wish": "yes"}, texts={})
    )


def test_a_choice_whose_words_stand_for_two_is_given_by_its_name() -> None:
    choices = {"first": {"ja": "これ", "en": "This"}, "second": {"ja": "あれ", "en": "this"}}
    wish = Question.model_validate({**CLOSING.questions["wish"].model_dump(), "choices": choices})
    known = participations.given().history(
        [*participations.connected(), SENT.model_copy(update={"questions": {"wish": wish}})]
    )
    known.when(AnswerSurvey(survey="closing", answers=("wish=this",)), by=PARTICIPANT).refused(
        "answer-unknown", "answers"
    )
    for answer in ("second", "あれ"):
        outcome = known.when(AnswerSurvey(survey="closing", answers=(f"wish={answer}",)), by=PARTICIPANT)
        assert outcome.events[0].chosen == {"wish": "second"}


def test_all_that_is_wrong_is_named_at_once() -> None:
    said = AnswerSurvey(survey="closing", answers=("step=9", "wish=maybe", "words="))
    refused = asked().when(said, by=PARTICIPANT).refused("answer-unknown", "answers")
    for words in ("'9' is no answer", "'maybe' is no answer", "(words) is empty"):
        assert words in refused.wrong.en
    assert "Leave words out where there is nothing to say." in refused.right.en
    assert "書くことがなければ、この質問は省いてください。" in refused.right.ja


def test_where_no_survey_was_sent_it_says_so() -> None:
    refused = participations.given().history(participations.connected()).when(ANSWER, by=PARTICIPANT)
    words = refused.refused("survey-unknown", "survey").right
    assert words.en.startswith("None was sent yet. Each goes out by itself")
    assert words.ja.startswith("アンケートは、まだ一つも届いていません。")


def test_a_refused_answer_names_question_and_choices_in_words() -> None:
    wish, questions = CLOSING.questions["wish"], CLOSING.questions
    perhaps = asked().when(AnswerSurvey(survey="closing", answers=("wish=perhaps", "step=4")), by=PARTICIPANT)
    refused = perhaps.refused("answer-unknown", "answers")
    assert wish.text.ja in refused.wrong.ja
    assert wish.text.en in refused.wrong.en
    offers(refused, wish.choices)
    unclear = asked().when(AnswerSurvey(survey="closing", answers=("wish",)), by=PARTICIPANT)
    offers(unclear.refused("answer-unclear", "answers"), {name: one.text for name, one in questions.items()})
    other = asked().when(AnswerSurvey(survey="opening", answers=("wish=yes",)), by=PARTICIPANT)
    offers(other.refused("survey-unknown", "survey"), {"closing": CLOSING.title})


def test_a_survey_is_answered_once_and_not_before_it_was_sent() -> None:
    answered = asked().events(*asked().when(ANSWER, by=PARTICIPANT).events)
    answered.when(ANSWER, by=PARTICIPANT).refused("survey-over", "survey")
    participations.given().history(participations.connected()).when(ANSWER).refused("survey-unknown", "survey")


def test_one_reminder_then_it_is_closed_and_only_the_coordinator_hears_of_it() -> None:
    reminded = asked().at(NOW + timedelta(days=8)).when(REMINDER, by=SYSTEM)
    reminded.then(Reminded(kind="survey_answer", subject="closing", owner=participations.PARTICIPANT_OWNS))
    assert reminded.told() == [("survey_answer_reminder", participations.PERSON)]
    silent = asked().events(*reminded.events).at(NOW + timedelta(days=16))
    closed = silent.when(CLOSE, by=SYSTEM).then(SurveyClosed(survey="closing"))
    assert closed.told() == [("survey_answer_escalated", "coordinator-1")]
    silent.events(SurveyClosed(survey="closing")).when(ANSWER, by=PARTICIPANT).refused("survey-over", "survey")


def test_a_request_names_every_question_with_its_choices() -> None:
    told = participations.given().history(participations.connected()).events(SENT)
    (request,) = [one for one in told.aggregate.react(SENT, told.state) if getattr(one, "template", "") != ""]
    assert request.type == "notify"
    assert request.spoken["questions"].en.splitlines() == [
        "1. Do you want to work? (yes / no)",
        "2. Your next step? (1 to 5)",
        "3. A word (in your own words)",
    ]


def test_a_survey_asks_something() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        SurveyRules.model_validate({"title": {"ja": "働きたいですか", "en": "Work?"}, "questions": {}})


def test_a_survey_may_go_out_at_the_end_of_the_work_whoever_ended_it() -> None:
    at_the_end = RULES.model_copy(update={"surveys": {"closing": CLOSING.model_copy(update={"asked": "work_ended"})}})
    given = participations.given().under(at_the_end).history(participations.working())
    outcome = given.when(NoteEngagementClosed(follow_ups=participations.FOLLOW_UPS), by=SYSTEM)
    assert [type(event).__name__ for event in outcome.events] == ["WorkEnded", "SurveySent"]
    assert ("survey_request", participations.PERSON) in outcome.told()
    at_completion = participations.given().history(participations.working())
    unasked = at_completion.when(NoteEngagementClosed(follow_ups=participations.FOLLOW_UPS), by=SYSTEM)
    assert [type(event).__name__ for event in unasked.events] == ["WorkEnded"]
