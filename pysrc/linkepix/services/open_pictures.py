"""A picture that is open in the studio, and its result. Frozen: `picture_queue.py` puts another in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from linkepix.errors import InputError, NotAPictureError, PictureStoppedError
from linkepix.imaging.animation import frames_to_make
from linkepix.imaging.geometry import layout_of
from linkepix.imaging.plan import NO_LAYERS, plan_of
from linkepix.imaging.similarity import likeness
from linkepix.services.stripping import can_strip

if TYPE_CHECKING:
    from linkepix.errors import LinkepixError
    from linkepix.imaging.history import History
    from linkepix.imaging.plan import Layers, Plan
    from linkepix.imaging.similarity import Likeness
    from linkepix.imaging.size_search import Trial
    from linkepix.model.recipe import Recipe, Size
    from linkepix.ports import Rendered
    from linkepix.services.picture_heads import Head
    from linkepix.services.subjects import Bare, Subject

SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
"""Of Windows and macOS, in folders."""

type Verdict = Literal["", "larger", "too-many-bytes", "kept"]
"""What has to be said of a result: it has more bytes than the original, or more than was asked for; or it has
the file's own pixels, as encoding them would have made it larger."""


@dataclass(frozen=True, slots=True)
class Result:
    """`quality` and `scale` are those that the search for a size came to.

    `is_stripped`: it has the file's own pixels. `saved_as` is the id of its record in the library, if it has one;
    `is_version`: it is a version of what it was opened from. `similarity` is SSIM, once it has been measured.
    """

    rendered: Rendered
    recipe: Recipe
    quality: int
    scale: float
    verdict: Verdict
    is_stripped: bool = False
    saved_as: str = ""
    is_version: bool = False
    similarity: float | None = None

    @property
    def likeness(self) -> Likeness | None:
        return None if self.similarity is None else likeness(self.similarity)


@dataclass(frozen=True, slots=True)
class Applied:
    """One picture's recipe, for others. Its crop is only for pictures of the same size, which is `pixels`."""

    recipe: Recipe
    pixels: Size

    def recipe_of(self, other: OpenPicture) -> Recipe:
        """Return what it is for another picture, which leaves that one its own strokes."""
        crop = self.recipe.crop if other.pixels == self.pixels else None
        return replace(self.recipe, crop=crop, strokes=other.recipe.strokes)


@dataclass(frozen=True, slots=True)
class OpenPicture:
    """A file that was chosen.

    Attributes:
        id: the key of the file in `Pixels`.
        mime: its type as the browser says, by the file's name.
        size: bytes.
        folder: where it was in a folder that was chosen, as "Holiday/Lake"; "" for a file that was chosen by itself.
        head: what its first bytes tell, read before anything is decoded.
        orientation: what a plan has to put right after the browser has decoded the file.
        original: pixels, upright; None until it was opened.
        thumbnail: a URL, or "".
        is_chosen: "Apply to all" is about it.
        applied: another picture's recipe, which this one gets once its head was read.
        is_wanted: its result is still to be made.
        error: why it could not be opened, or why the last result could not be made.
        subject: what was found in it, once that was asked for.
        is_sought: the subject is to be found, and the picture to be cropped around it.
        bare: the result with its background, where the recipe takes it away and the picture is shown.
    """

    id: str
    name: str
    mime: str
    size: int
    history: History
    folder: str = ""
    head: Head | None = None
    orientation: int = 1
    original: Size | None = None
    thumbnail: str = ""
    is_chosen: bool = True
    applied: Applied | None = None
    is_wanted: bool = False
    result: Result | None = None
    error: LinkepixError | None = None
    subject: Subject | None = None
    is_sought: bool = False
    bare: Bare | None = None

    @property
    def recipe(self) -> Recipe:
        return self.history.now

    @property
    def fresh(self) -> Result | None:
        """Its result, unless that was made by another recipe than it has now."""
        return None if self.is_stale else self.result

    @property
    def is_stale(self) -> bool:
        return self.result is not None and self.result.recipe != self.recipe

    @property
    def is_done(self) -> bool:
        """Whether its result can be taken away: none by another recipe, nor one that is about to be replaced."""
        return self.fresh is not None and not self.is_wanted

    @property
    def is_unread(self) -> bool:
        return self.head is None and self.error is None

    @property
    def is_stopped(self) -> bool:
        return isinstance(self.error, PictureStoppedError)

    @property
    def is_due(self) -> bool:
        """Whether it lacks a result for one file of all, and no error but Stop is in the way."""
        return self.fresh is None and (self.error is None or self.is_stopped)

    @property
    def is_readable(self) -> bool:
        """Whether its head was read, or may still be."""
        return self.head is not None or self.error is None or self.is_stopped

    @property
    def pixels(self) -> Size | None:
        """Upright: as they were decoded, or as the file says before that."""
        return self.original or (self.head.pixels if self.head else None)

    @property
    def kind(self) -> str:
        """One of KINDS, by content; "" before its head was read."""
        return self.head.info.kind if self.head else ""

    @property
    def gamut(self) -> str:
        """As in PictureInfo."""
        return self.head.info.gamut if self.head else ""

    @property
    def frames(self) -> int:
        """How many its result has, if it moves; else 0."""
        if not self.head or not self.pixels or self.recipe.is_cut_out:  # a subject is found in one frame only
            return 0
        try:
            result = layout_of(self.recipe, self.pixels).result
        except InputError:  # too large: that is said where it is made
            return 0
        return frames_to_make(self.head.info, self.recipe, result)

    def plan(self, trial: Trial, layers: Layers = NO_LAYERS) -> Plan:
        """Raises NotAPictureError before it was opened, and InputError for a result that is too large."""
        if self.original is None:
            raise NotAPictureError
        known = self.orientation, self.kind, self.frames
        return plan_of(self.recipe, self.original, trial, *known, layers, self.gamut)

    @property
    def can_strip(self) -> bool:
        """Whether the recipe's result may have the file's own pixels."""
        return bool(self.head and self.pixels and can_strip(self.recipe, self.head.info, self.pixels))

    @property
    def is_unopened(self) -> bool:
        return self.original is None and self.error is None

    @property
    def has_work(self) -> bool:
        return self.is_unopened or (self.original is not None and (self.is_wanted or self.is_sought))

    @property
    def lacks_bare(self) -> bool:
        """Whether, being shown, it still has to be made with its background."""
        return self.is_done and not self.error and self.recipe.is_cut_out and self.bare is None

    @property
    def lacks_subject(self) -> bool:
        """Whether the next step of its work is to find the subject."""
        is_needed = self.is_sought or (self.is_wanted and self.recipe.is_cut_out)
        return self.original is not None and is_needed and self.subject is None


@dataclass(frozen=True, slots=True)
class Origin:
    """The record of the library that a picture was opened from: a card, called by its person, or a saved picture."""

    record_id: str
    name: str
    is_card: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file as the page named it: `size` in bytes; `folder` as in OpenPicture."""

    id: str
    name: str
    mime: str
    size: int
    folder: str = ""

    @property
    def is_left_out(self) -> bool:
        """Whether it only lies in the same folder: by its type it is no picture. Without a type, its content tells."""
        return bool(self.folder) and (self.is_hidden or not (self.mime or "image/").startswith("image/"))

    @property
    def is_hidden(self) -> bool:
        """Whether a system wrote it, which does not show it either."""
        return bool(self.folder) and (self.name.startswith(".") or self.name.lower() in SYSTEM_FILES)
