"""Surveys."""

from banso.cli.vocabulary.vocabulary import Vocabulary

SURVEYS = Vocabulary(
    events={
        "SurveySent": "アンケートをお願いしました",
        "SurveyAnswered": "アンケートの回答がありました",
        "SurveyClosed": "アンケートの受付を終えました",
    },
    commands={"AnswerSurvey": "アンケートに答えます。質問=答え の形で、質問の数だけ書きます。"},
    fields={
        "survey": "アンケート",
        "surveys": "アンケート",
        "answers": "答え",
        "questions": "質問",
        "choices": "選択肢",
        "ratings": "数字での答え",
        "chosen": "選んだ答え",
        "texts": "言葉での答え",
    },
    waits={"survey_answer": ("アンケートへの回答", "answer to a survey")},
    messages={
        "survey_request": ("アンケートのお願い", "survey"),
        "survey_answered": ("アンケートのお礼", "thanks for a survey"),
    },
)
