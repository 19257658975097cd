"""Story 2, step 5: the closing survey, and what the command line prints of it."""

from support.printed import printed_survey
from support.story_two import SEATS, TAKING_PART, Trial, answers


async def the_survey(trial: Trial) -> None:
    """Sent, reminded of once, summarised: eight of ten want to work. Nothing is shown of two answers."""
    first, last = answers(TAKING_PART)[:2], answers(TAKING_PART)[7:]
    survey = trial.system.store.client.queries.survey
    await trial.together(first)
    few = await survey(trial.system.tenant, "trial", "closing")
    assert (few.sent, few.answered, few.still_open, few.questions) == (SEATS, 2, 8, ())
    assert printed_survey(few, "en")[1:] == [["Sent to 10, answered by 2, still open 8, closed 0"]]
    await trial.together(answers(TAKING_PART)[2:7])
    await trial.saw({"SurveyAnswered": 7}, {"survey_answered": 7})
    await trial.system.skip(days=7, hours=1)
    await trial.saw({"Reminded": 3}, {"survey_answer_reminder": 3})
    assert trial.told("survey_answer_reminder") == sorted(TAKING_PART[7:])
    await trial.together(last)
    await trial.saw({"SurveyAnswered": 3}, {"survey_answered": 3})
    await trial.refused("survey-over", last[0], field="survey")
    await trial.system.skip(days=10)
    await trial.saw({}, {})
    told = await survey(trial.system.tenant, "trial", "closing")
    assert (told.answered, told.still_open, told.closed) == (SEATS, 0, 0)
    counts = {one.question: {option.answer: option.count for option in one.options} for one in told.questions}
    assert counts["wants_work"] == {"yes": 8, "no": 1, "unsure": 1}
    assert counts["helped_most"] == {"job_cases": 5, "legal_steps": 4, "counselling": 1, "packs": 0}
    assert {one.question: one.mean for one in told.questions}["confidence"] == 4.5
    english, japanese = printed_survey(told, "en"), printed_survey(told, "ja")
    assert english[:2] == [["Closing survey of trial"], ["Sent to 10, answered by 10, still open 0, closed 0"]]
    assert [row for row in (["yes", "8"], ["real job cases", "5"], ["mean", "4.5"]) if row not in english] == []
    assert japanese[0] == ["終わりのアンケート(trial)"]
    assert [row for row in (["はい", "8"], ["実際の仕事の事例", "5"], ["平均", "4.5"]) if row not in japanese] == []
    there, nowhere = [
        await trial.witness.refused("not-found", survey("elsewhere", desk, "closing")) for desk in ("trial", "nowhere")
    ]
    assert there.explain("en") == nowhere.explain("en").replace("nowhere", "trial")
