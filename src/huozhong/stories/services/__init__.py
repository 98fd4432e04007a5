"""The verbs of stories: collect, change, agree, take back."""

from huozhong.stories.rules.consents import About
from huozhong.stories.services.collecting import Photo, StoryWords, Upload, change_story, collect
from huozhong.stories.services.consenting import consent_by_paper, decide, revoke_for_teller, take_back
from huozhong.stories.services.things import Thing, register_thing

__all__ = [
    "About",
    "Photo",
    "StoryWords",
    "Thing",
    "Upload",
    "change_story",
    "collect",
    "consent_by_paper",
    "decide",
    "register_thing",
    "revoke_for_teller",
    "take_back",
]
