"""Turn a PDF into what an office scanner makes of it: grey pictures, slightly askew, with noise.

The same PDF gives the same pictures; their bytes depend on the version of Pillow too.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter

DPI = 170
POINTS = 72
SKEW = (0.5, -0.4, 0.3)
"""Degrees by which the pages are turned, one after another."""
PAPER, INK, NOISE = 238, 40, 7.0
QUALITY = 50
DAY = time.gmtime(0)


def write_scan(source: Path, target: Path) -> None:
    """Write the pages of the PDF `source` as pictures into the PDF `target`."""
    first, *others = [_scanned(page, number) for number, page in enumerate(_pictures(source))]
    day = {"creationDate": DAY, "modDate": DAY}
    first.save(target, "PDF", save_all=True, append_images=others, resolution=DPI, quality=QUALITY, **day)


def _pictures(source: Path) -> Iterator[Image.Image]:
    """Draw the pages of a PDF."""
    with pdfium.PdfDocument(source) as document:
        for page in document:
            yield page.render(scale=DPI / POINTS, grayscale=True).to_pil()


def _scanned(page: Image.Image, number: int) -> Image.Image:
    """Turn, blur and soil a page."""
    turned = page.rotate(SKEW[number % len(SKEW)], resample=Image.Resampling.BICUBIC, fillcolor=255)
    blurred = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.6)), dtype=float) / 255
    noise = np.random.default_rng(number).normal(0.0, NOISE, blurred.shape)
    grey = np.clip(INK + (PAPER - INK) * blurred + noise, 0, 255)
    return Image.fromarray(grey.astype(np.uint8))
