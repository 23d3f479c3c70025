"""Photographs for paper: upright, small enough, and without what the camera wrote beside the picture."""

import io

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
