"""The stories that the demo can play, by their numbers. One more is a module with a `STORY`, and a line here."""

from banso.demo import daily, front, museum, overseas, story
from banso.demo.stories import Story

_TOLD = (story.STORY, overseas.STORY, daily.STORY, front.STORY, museum.STORY)
STORIES: dict[int, Story] = {one.number: one for one in _TOLD}
FIRST = story.STORY.number
