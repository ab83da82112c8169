"""What is wrong with the images that texts show: for readers who can't see them, for people in them, for the site."""

from collections.abc import Iterator

from dossier.diagnostics import Place, Problem, did_you_mean, problem
from dossier.frontmatter import shown
from dossier.ids import KINDS
from dossier.images import LARGE_IMAGE, Picture
from dossier.imaging import IMAGES, Shown, images_in
from dossier.link import Dossier


def pictured(dossier: Dossier) -> Iterator[Problem]:
    """The problems of each image in a text, at the place where it is shown."""
    entries = (entry for kind in KINDS for entry in dossier.of(kind).values() if entry.body.images)
    for entry in entries:
        for image, at in zip(images_in(entry.body.html, entry.path), entry.body.images, strict=True):
            place = Place(entry.path, *at)
            yield from _in_text(place, image)
            if image.name is None:
                continue
            file = dossier.images.get(image.name)
            if file is None:
                hint = _near(image.name, dossier) or f"put the file there; images lie in {IMAGES}"
                yield problem(place, "missing-file", f"{IMAGES}{image.name} is not there", hint)
            else:
                yield from _in_file(place, image.name, file)


def _in_text(place: Place, image: Shown) -> Iterator[Problem]:
    if not image.alt.strip():
        hint = "say in the brackets what it shows, for those who can't see it: ![two people at a table](…)"
        yield problem(place, "missing-alt", f"the image {shown(image.src)} has no words in its place", hint)


def _in_file(place: Place, name: str, file: Picture) -> Iterator[Problem]:
    if file.fault:
        hint = "save it as PNG or JPEG under a name that says so, or as a smaller one"
        yield problem(place, "bad-image", f"{IMAGES}{name} {file.fault}", hint)
    elif file.size > LARGE_IMAGE:
        message = f"{IMAGES}{name} has {file.size:,} bytes"
        yield problem(place, "large-image", message, "save a smaller copy: 1,600 pixels across are enough for a page")
    if file.located:
        message = f"{IMAGES}{name} says where it was taken"
        hint = (
            "remove its GPS data, as by `exiftool -gps:all= -xmp:geotag= FILE`, or say under `accept` why all may know"
        )
        yield problem(place, "image-location", message, hint)


def _near(name: str, dossier: Dossier) -> str:
    same = [known for known in dossier.images if known.casefold() == name.casefold()]
    return f"the file is called {same[0]}" if same else did_you_mean(name, dossier.images)
