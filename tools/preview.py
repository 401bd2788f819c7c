"""The picture that a link to a page shows where it is shared.

Drawn at build, for a site that knows its own address: a picture in a preview is
named by its whole address or not at all.
"""

import functools
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
EDGE = 80
PAPER, INK, INK_2 = "#14181f", "#f2f4f8", "#a3acba"
#: Two threads, as in the logo, in the colours that they have on the site.
LANES = ("#3eb0f7", "#ffb054")
#: Drawn so much larger, then made smaller: Pillow's lines have hard edges.
FINE = 2
TITLES = (88, 72, 60, 48)
SAID = 36
LEADING = 1.25
#: How high title and description may be together, in pixels.
ROOM = 340


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType: no text can be drawn")
    return font


def wrapped(text: str, size: int, width: int = WIDTH - 2 * EDGE) -> list[str]:
    """`text` in lines at most `width` pixels wide, in letters of `size` pixels."""
    font = _font(size)
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def laid_out(title: str, description: str) -> tuple[int, list[str], list[str]]:
    """The size of the title's letters in pixels, its lines, the description's lines.

    A description has at most 170 characters (see `tools.pages`): four lines.
    """
    said = wrapped(description, SAID)
    for size in TITLES:
        lines = wrapped(title, size)
        if len(lines) * size * LEADING + len(said) * SAID * LEADING <= ROOM:
            break
    return size, lines, said


def _strand(draw: ImageDraw.ImageDraw, from_y: int, to_y: int, colour: str) -> None:
    """One thread from the left edge to the right, changing sides in between."""
    middle, half = WIDTH - 260, 120
    points = [(WIDTH - 620.0, float(from_y)), (middle - half, float(from_y))]
    for step in range(1, 41):
        part = step / 40
        eased = part * part * (3 - 2 * part)
        points.append(
            (middle - half + 2 * half * part, from_y + (to_y - from_y) * eased)
        )
    points.append((WIDTH + 20.0, float(to_y)))
    scaled = [(x * FINE, y * FINE) for x, y in points]
    draw.line(scaled, fill=colour, width=14 * FINE, joint="curve")


@functools.cache
def _paper() -> Image.Image:
    """What every picture has: the threads."""
    large = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), PAPER)
    pen = ImageDraw.Draw(large)
    high, low = HEIGHT - 130, HEIGHT - 60
    _strand(pen, high, low, LANES[0])
    _strand(pen, low, high, LANES[1])
    return large.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def draw(title: str, description: str, site: str) -> Image.Image:
    """The picture of a page, 1200 by 630 pixels."""
    size, lines, said = laid_out(title, description)
    picture = _paper().copy()
    pen = ImageDraw.Draw(picture)
    y = float(EDGE)
    for line in lines:
        pen.text((EDGE, y), line, fill=INK, font=_font(size))
        y += size * LEADING
    y += 24
    for line in said:
        pen.text((EDGE, y), line, fill=INK_2, font=_font(SAID))
        y += SAID * LEADING
    pen.text((EDGE, HEIGHT - 112), site, fill=INK, font=_font(30))
    return picture


def write(path: Path, title: str, description: str, site: str) -> None:
    """Draw a page's picture into the file `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draw(title, description, site).save(path)
