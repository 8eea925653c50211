"""Numbers and dates of a spreadsheet as a person sees them in their cells.

A cell stores 0.25 and the format "0%"; what the supplier wrote, and what a quotation must show, is 25%. Dates are
the exception: programs show 30/06/2026 or 06/30/2026 by where they run, so they are written out in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

GENERAL = "General"

BUILT_IN: dict[int, str] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: GENERAL,
    13: GENERAL, 14: "d/m/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
    21: "h:mm:ss", 22: "d/m/yyyy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0",
    42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0", 49: "@",
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "d/m/yyyy"),
}  # fmt: skip
"""Formats that a workbook names by number only. Those of East Asia are all dates."""

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(General)|(E[+-])|([0#?]|[.,%@/])|([ymdhsYMDHS]+)|(.)', re.S)
_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip
_LAST_DAY = 2_958_466
_DIGITS_SHOWN = 11


@dataclass
class _Section:
    """One of up to four parts of a format: for numbers above zero, below, zero, and text."""

    parts: list[tuple[str, str]] = field(default_factory=list)
    dates: str = ""

    @property
    def codes(self) -> str:
        """What stands for digits, in order."""
        return "".join(text for kind, text in self.parts if kind == "code")


def shown(number: float, code: str = GENERAL, *, from_1904: bool = False) -> str:
    """Return `number` as the format `code` shows it; "" where the format hides it.

    Args:
        number: the stored number; dates are stored as days.
        code: the format, as workbooks write it.
        from_1904: whether the workbook counts days from 1904, as old Macs did.
    """
    if number != number or number in {float("inf"), float("-inf")}:
        return str(number)
    sections = _sections(code)
    section, sign = _section_for(number, sections)
    if section.dates:
        return _date(number, section.dates, from_1904) or _general(number)
    if not section.codes:
        return "".join(text or _general(abs(number)) for kind, text in section.parts if kind != "code").strip()
    try:
        return (sign + _digits(abs(number), section)).strip()
    except (InvalidOperation, OverflowError):
        return _general(number)


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    """The parts of a format, split at semicolons that are not quoted."""
    sections = [_Section()]
    for found in _TOKEN.finditer(code[:1000]):
        quoted, escaped, bracket, general, power, digit, date, other = found.groups()
        literal = quoted if quoted is not None else escaped
        if other == ";":
            sections.append(_Section())
        elif literal is not None or other:
            sections[-1].parts.append(("text", literal if literal is not None else other))
        elif bracket is not None:
            _bracket(sections[-1], bracket)
        elif date:
            sections[-1].dates += date.lower() + " "
        elif general or digit == "@":
            sections[-1].parts.append(("general", ""))
        elif power or digit:
            sections[-1].parts.append(("code", power or digit))
    return tuple(sections)


def _bracket(section: _Section, inside: str) -> None:
    """Colours and conditions show nothing; [$€-407] shows a currency; [h] counts hours beyond a day."""
    if inside.startswith("$"):
        section.parts.append(("text", inside[1:].split("-")[0]))
    elif inside.lower() in {"h", "hh", "m", "mm", "s", "ss"}:
        section.dates += f"[{inside.lower()[0]}] "


def _section_for(number: float, sections: tuple[_Section, ...]) -> tuple[_Section, str]:
    """The part that shows `number`, and the sign to put before it."""
    if number < 0 and len(sections) > 1:
        return sections[1], ""
    if number == 0 and len(sections) > 2:
        return sections[2], ""
    return sections[0], "-" if number < 0 else ""


def _general(number: float) -> str:
    text = f"{number:.{_DIGITS_SHOWN - 1}g}"
    if "e" in text and abs(number) >= 1 and abs(number) < 1e15 and number == int(number):
        return str(int(number))
    return text.replace("e", "E")


def _digits(number: float, section: _Section) -> str:
    """A number above zero by its digits, separators, percent signs and the words around it."""
    codes = section.codes
    if "/" in codes:
        return _general(number)
    value = Decimal(repr(float(number))) * 100 ** codes.count("%")
    if "E" in codes:
        places = len(re.findall(r"[0#?]", codes.split("E")[0].partition(".")[2]))
        return f"{value:.{places}E}"
    whole_codes, _, after = codes.partition(".")
    thousands = bool(re.search(r"[0#?],+[0#?]", whole_codes))
    scale = re.search(r"[0#?](,+)[^0#?,]*$", codes)
    value = value.scaleb(-3 * len(scale[1]) if scale else 0)
    most, least = len(re.findall(r"[0#?]", after)), after.count("0")
    rounded = value.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    fraction = fraction[:least] + fraction[least:].rstrip("0")
    whole = whole.zfill(whole_codes.count("0")) if whole != "0" or "0" in whole_codes else ""
    return _filled(section, f"{int(whole):,}" if thousands and whole else whole, fraction)


def _filled(section: _Section, whole: str, fraction: str) -> str:
    """Put the digits into the places of the format; masks such as 00 000 000 keep their blanks."""
    point = next((i for i, part in enumerate(section.parts) if part == ("code", ".")), len(section.parts))
    places = [i for i, (kind, text) in enumerate(section.parts[:point]) if kind == "code" and text in "0#?"]
    if "," in whole:
        places = places[:1]
    taken: dict[int, str] = {}
    for place in reversed(places[1:]):
        taken[place], whole = whole[-1:], whole[:-1]
    first = places[0] if places else -1
    out = [whole] if first < 0 else []
    for index, (kind, text) in enumerate(section.parts):
        if index == first:
            out.append(whole)
        elif index == point:
            out.append(f".{fraction}" if fraction else "")
        elif kind == "text" or text == "%":
            out.append(text)
        else:
            out.append(taken.get(index, ""))
    return "".join(out)


def _date(number: float, tokens: str, from_1904: bool) -> str:
    """A date in words, a time by its hours and minutes; "" if the number is no date."""
    if not 0 <= number < _LAST_DAY:
        return ""
    if "[" in tokens:
        return _elapsed(number, tokens)
    # the first programs took 1900 for a leap year, and all others keep the mistake
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if number >= 60 else 31)
    try:
        moment = start + timedelta(seconds=round(number * 86_400))
    except OverflowError:
        return ""
    clock = f"{moment.hour}:{moment.minute:02}" + (f":{moment.second:02}" if moment.second else "")
    if not re.search(r"[yd]|mmm", tokens):
        return clock
    day = _day(moment, tokens)
    return f"{day}, {clock}" if "h" in tokens and number % 1 else day


def _day(moment: datetime, tokens: str) -> str:
    """The parts of a date that the format shows."""
    month = f"{_MONTHS[moment.month - 1]} " if "m" in tokens else ""
    day = f"{moment.day} " if "d" in tokens and (month or "y" not in tokens) else ""
    year = str(moment.year) if "y" in tokens or not month else ""
    return f"{day}{month}{year}".strip()


def _elapsed(number: float, tokens: str) -> str:
    """Hours, minutes or seconds beyond a day, as in a sum of working hours."""
    seconds = round(number * 86_400)
    if "[h]" in tokens:
        return f"{seconds // 3600}:{seconds // 60 % 60:02}"
    return f"{seconds // 60}:{seconds % 60:02}" if "[m]" in tokens else str(seconds)
