"""Two photos for the pictures, drawn: a reading room with too few chairs, a path with a lamp that is out."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 960, 680
FINE = 2
"""Drawn so many times larger, then made smaller: smooth edges."""

Colour = tuple[int, int, int]
SPINES: tuple[Colour, ...] = (
    (146, 64, 58),
    (58, 92, 118),
    (196, 152, 84),
    (84, 110, 82),
    (112, 82, 112),
    (188, 178, 160),
)


def reading_room() -> bytes:
    """JPEG: shelves, tall windows, a long table and two chairs."""
    chance = random.Random(4)
    image = _fading((236, 228, 212), (222, 210, 190))
    draw = ImageDraw.Draw(image)
    floor = 470
    _box(draw, (0, floor, WIDTH, HEIGHT), (176, 138, 98))
    for x in range(-600, WIDTH + 600, 90):
        _line(
            draw,
            [(WIDTH / 2 + (x - WIDTH / 2) * 0.7, floor), (WIDTH / 2 + (x - WIDTH / 2) * 1.7, HEIGHT)],
            (164, 127, 89),
            2,
        )
    for left in (330, 530, 730):
        _window(draw, left, 70)
    _shelf(draw, chance, 30, 60, 270, floor)
    _box(draw, (0, floor - 14, WIDTH, floor), (206, 192, 170))
    _table(draw)
    _chair(draw, 110, 448)
    _chair(draw, 250, 448)
    return _photo(
        _with_light(
            image,
            [
                [(340, floor), (480, floor), (700, HEIGHT), (470, HEIGHT)],
                [(560, floor), (690, floor), (960, HEIGHT), (770, HEIGHT)],
            ],
        )
    )


def dark_path() -> bytes:
    """JPEG: a park at dusk, one lamp lit and the nearest one out."""
    chance = random.Random(11)
    image = _fading((38, 50, 84), (214, 140, 110))
    draw = ImageDraw.Draw(image)
    for x in range(-40, WIDTH + 60, 34):
        radius = chance.randint(36, 74)
        _disc(draw, x, 400 - chance.randint(0, 40), radius, (44, 54, 66))
    _box(draw, (0, 400, WIDTH, HEIGHT), (46, 66, 56))
    _polygon(draw, [(520, 400), (566, 400), (760, HEIGHT), (150, HEIGHT)], (122, 112, 104))
    for x, foot, size in ((610, 420, 0.45), (690, 470, 0.75), (850, 600, 1.25)):
        _lamp(draw, x, foot, size, lit=size < 1)
    _bench(draw)
    glow = Image.new("RGB", image.size)
    light = ImageDraw.Draw(glow)
    for x, y, radius in ((610, 312, 60), (690, 290, 95)):
        _disc(light, x, y, radius, (150, 116, 60))
    _polygon(light, [(560, 425), (640, 425), (740, 500), (540, 500)], (70, 54, 30))
    glow = glow.filter(ImageFilter.GaussianBlur(34 * FINE))
    return _photo(ImageChops.add(image, glow))


def _window(draw: ImageDraw.ImageDraw, left: int, top: int) -> None:
    right, bottom = left + 150, top + 330
    _box(draw, (left - 12, top - 12, right + 12, bottom + 14), (250, 247, 240))
    _box(draw, (left, top, right, bottom), (176, 212, 232))
    for x, y, radius in ((30, 300, 70), (90, 320, 60), (135, 290, 56)):
        _disc(draw, left + x, top + y, radius, (140, 176, 128), within=(left, top, right, bottom))
    _line(draw, [(left + 75, top), (left + 75, bottom)], (250, 247, 240), 8)
    for y in (top + 110, top + 220):
        _line(draw, [(left, y), (right, y)], (250, 247, 240), 7)
    _box(draw, (left - 20, bottom + 14, right + 20, bottom + 28), (232, 224, 210))


def _shelf(draw: ImageDraw.ImageDraw, chance: random.Random, left: int, top: int, right: int, bottom: int) -> None:
    _box(draw, (left, top, right, bottom), (120, 84, 56))
    for row in range(4):
        floor = top + 96 + row * 100
        _box(draw, (left + 12, floor - 84, right - 12, floor), (88, 60, 40))
        x = left + 16
        while x < right - 34:
            width, height = chance.randint(9, 18), chance.randint(54, 76)
            if chance.random() < 0.92:
                _box(draw, (x, floor - height, x + width, floor), chance.choice(SPINES))
            x += width + 2


def _table(draw: ImageDraw.ImageDraw) -> None:
    _polygon(draw, [(380, 520), (860, 520), (930, 566), (330, 566)], (206, 160, 106))
    _polygon(draw, [(330, 566), (930, 566), (930, 584), (330, 584)], (166, 122, 76))
    for x in (350, 890):
        _box(draw, (x, 584, x + 20, 668), (140, 100, 62))
    for x in (400, 846):
        _box(draw, (x, 584, x + 14, 634), (124, 88, 54))
    _polygon(draw, [(560, 536), (612, 530), (616, 550), (562, 556)], (250, 248, 240))
    _polygon(draw, [(612, 530), (662, 536), (662, 556), (616, 550)], (240, 236, 224))
    _polygon(draw, [(720, 540), (790, 536), (800, 552), (728, 557)], (58, 92, 118))


def _chair(draw: ImageDraw.ImageDraw, left: int, top: int) -> None:
    wood, dark = (92, 122, 128), (70, 96, 102)
    for x in (left, left + 74):
        _box(draw, (x, top, x + 10, top + 190), dark)
    _box(draw, (left, top, left + 84, top + 46), wood)
    _polygon(
        draw, [(left - 6, top + 104), (left + 90, top + 104), (left + 98, top + 128), (left - 14, top + 128)], wood
    )
    for x in (left - 10, left + 86):
        _box(draw, (x, top + 128, x + 9, top + 206), dark)


def _lamp(draw: ImageDraw.ImageDraw, x: int, foot: int, size: float, *, lit: bool) -> None:
    pole, height = (30, 34, 42), 250 * size
    _box(draw, (x - 5 * size, foot - height, x + 5 * size, foot), pole)
    _box(draw, (x - 12 * size, foot - 12 * size, x + 12 * size, foot), pole)
    head = foot - height
    shade = (255, 226, 150) if lit else (78, 84, 98)
    _polygon(
        draw,
        [
            (x - 26 * size, head),
            (x + 26 * size, head),
            (x + 18 * size, head - 44 * size),
            (x - 18 * size, head - 44 * size),
        ],
        shade,
    )
    _polygon(draw, [(x - 32 * size, head - 42 * size), (x + 32 * size, head - 42 * size), (x, head - 66 * size)], pole)


def _bench(draw: ImageDraw.ImageDraw) -> None:
    wood, iron = (132, 88, 62), (34, 36, 42)
    for x in (70, 270):
        _box(draw, (x, 470, x + 10, 590), iron)
    for y in (474, 500, 536):
        _box(draw, (50, y, 302, y + 17), wood)


def _fading(top: Colour, bottom: Colour) -> Image.Image:
    strip = Image.linear_gradient("L").resize((WIDTH * FINE, HEIGHT * FINE))
    plain = [Image.new("RGB", strip.size, colour) for colour in (bottom, top)]
    return Image.composite(plain[0], plain[1], strip)


def _with_light(image: Image.Image, beams: list[list[tuple[float, float]]]) -> Image.Image:
    glow = Image.new("RGB", image.size)
    for beam in beams:
        _polygon(ImageDraw.Draw(glow), beam, (46, 40, 26))
    return ImageChops.add(image, glow.filter(ImageFilter.GaussianBlur(9 * FINE)))


def _photo(image: Image.Image) -> bytes:
    image = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=86)
    return out.getvalue()


def _scaled(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(x * FINE, y * FINE) for x, y in points]


def _box(draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], colour: Colour) -> None:
    left, top, right, bottom = box
    draw.rectangle(_scaled([(left, top), (right, bottom)]), fill=colour)


def _polygon(draw: ImageDraw.ImageDraw, points: list[tuple[float, float]], colour: Colour) -> None:
    draw.polygon(_scaled(points), fill=colour)


def _line(draw: ImageDraw.ImageDraw, points: list[tuple[float, float]], colour: Colour, width: int) -> None:
    draw.line(_scaled(points), fill=colour, width=width * FINE)


def _disc(
    draw: ImageDraw.ImageDraw,
    x: float,
    y: float,
    radius: float,
    colour: Colour,
    within: tuple[float, float, float, float] | None = None,
) -> None:
    if within is None:
        draw.ellipse(_scaled([(x - radius, y - radius), (x + radius, y + radius)]), fill=colour)
        return
    left, top, right, bottom = within
    for row in range(int(max(top, y - radius)), int(min(bottom, y + radius))):
        half = (radius**2 - (row - y) ** 2) ** 0.5
        if (start := max(left, x - half)) < (end := min(right, x + half)):
            _box(draw, (start, row, end, row + 1), colour)
