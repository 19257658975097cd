"""The stories that the demo can play, by their numbers. One more is a module with a `STORY`, and a line here."""

from banso.demo import daily, front, museum, story
from banso.demo.stories import Story

STORIES: dict[int, Story] = {one.number: one for one in (story.STORY, daily.STORY, front.STORY, museum.STORY)}
FIRST = story.STORY.number
