"""The frame around a page: who is here, what they may open, what waits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One way to go. `waiting` is the number of things that wait there for this person."""

    title: str
    url: str
    icon: str = "circle-dot"
    waiting: int = 0
    is_here: bool = False
    holds_notices: bool = False  # what waits there is to be read, not done


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """The work of one role."""

    title: str
    items: tuple[MenuItem, ...]
    is_open: bool = True  # a closed group shows its title only


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to where one is; the last has no url."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the site puts around every page. `person` empty means: nobody is signed in."""

    brand: str = "火种"
    person: str = ""
    unit: str = ""
    role: str = ""
    groups: tuple[MenuGroup, ...] = ()
    dock: tuple[MenuItem, ...] = ()  # the five at the bottom of a worker's phone
    notices: int = 0
    home_url: str = "/"
    notices_url: str = "/notices/"
    account_url: str = ""
    sign_in_url: str = "/sign-in/"
    sign_out_url: str = "/sign-out/"
    language_url: str = "/language/"
    is_sample: bool = False  # the whole deployment shows invented people
