"""The stories that the demo can play, by their numbers. One more is a module with a `STORY`, and a line here."""

from banso.demo import daily, front, moving, museum, overseas, programmes, story
from banso.demo.stories import Story

STORIES: dict[int, Story] = {
    one.STORY.number: one.STORY for one in (story, programmes, moving, overseas, daily, front, museum)
}
FIRST = story.STORY.number
