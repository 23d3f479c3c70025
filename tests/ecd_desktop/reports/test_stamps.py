"""The square code at the foot of an acta says the paper's code and the whole hash of its content."""

from pathlib import Path

import pypdfium2
from reportlab.graphics.barcode.qr import QrCodeWidget

from db.queries.meeting_papers import content_hash
from ecd_desktop.reports import minutes, stamps
from ecd_desktop.reports.page import PORTRAIT
from tests.ecd_desktop.reports import invented, meetings

SCALE = 10.0  # dots for a point


def test_every_page_bears_the_code_and_the_whole_hash_to_be_scanned(tmp_path: Path) -> None:
    told = meetings.meeting()
    done = minutes.write(tmp_path / "a.pdf", told, head=invented.head(code=""), edition=1, language="en")
    made = QrCodeWidget(f"REU-2021-012 {content_hash(told).upper()}", barLevel="M")
    made.qr.make()
    wanted = [[bool(point) for point in row] for row in made.qr.modules]
    each = stamps.SQUARE / (len(wanted) + 4)  # two points of white around it
    left = PORTRAIT.width - PORTRAIT.right - stamps.SQUARE + 2 * each
    found = 0
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        for page in document:
            image = page.render(scale=SCALE, grayscale=True).to_pil()
            column = [image.getpixel((int((left + each / 2) * SCALE), y)) for y in range(image.height)]
            ends = next(y for y in range(image.height - 1, 0, -1) if column[y] < 128)
            top = ends + 1 - len(wanted) * each * SCALE
            read = [
                [
                    image.getpixel((int((left + (x + 0.5) * each) * SCALE), int(top + (y + 0.5) * each * SCALE))) < 128
                    for x in range(len(wanted))
                ]
                for y in range(len(wanted))
            ]  # fmt: skip
            found += read == wanted
    assert found == done.pages == 2
