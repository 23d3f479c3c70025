"""Photographs for paper and for others: upright, and without what the camera wrote beside the picture."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

PIXELS = 900
"""The longer side of a photograph on paper: 150 dots an inch and more."""


def printed(data: bytes) -> bytes | None:
    """A photograph as it is printed: upright, no larger than the paper shows, without place, time and camera.

    None where it cannot be read as a picture.
    """
    from PIL import Image, ImageOps  # only a sheet with photographs needs it

    try:
        with Image.open(io.BytesIO(data)) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((PIXELS, PIXELS))
            made = io.BytesIO()
            upright.save(made, "JPEG", quality=85)
            return made.getvalue()
    except (OSError, ValueError, Image.DecompressionBombError):
        return None


FORMATS = {
    "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/tiff": "TIFF", "image/gif": "GIF",
    "image/bmp": "BMP",
}  # fmt: skip
"""What can be written again without what stands beside the picture; HEIC cannot."""


def cleaned(data: bytes, media: str) -> bytes | None:
    """A picture of ``media`` upright and in its full size, without place, time, camera, author and comments.

    Every page of it is kept. None where it cannot be read as a picture, or its kind cannot be written.
    """
    from PIL import Image, ImageOps, ImageSequence

    if media not in FORMATS:
        return None
    try:
        with Image.open(io.BytesIO(data)) as image:
            first, *others = [_bare(ImageOps.exif_transpose(page)) for page in ImageSequence.Iterator(image)]
            made = io.BytesIO()
            more = {"save_all": True, "append_images": others} if others else {}
            quality = {"quality": 92} if media in ("image/jpeg", "image/webp") else {}
            first.save(made, FORMATS[media], **more, **quality)
            return made.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _bare(page: "Image.Image") -> "Image.Image":
    """The points and nothing else: a copy would take along what was written beside them."""
    from PIL import Image

    if page.mode == "P":  # its palette is part of the picture
        page = page.convert("RGBA" if "transparency" in page.info else "RGB")
    bare = Image.new(page.mode, page.size)
    bare.paste(page)
    return bare
