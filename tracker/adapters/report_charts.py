"""The pictures of a status report as SVG: what came in and was closed, and delay.

On a page they have classes only, and follow the colour scheme. On paper they carry the same
classes with a style sheet of their own.
"""

from collections.abc import Iterator, Sequence
from html import escape

from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.domain.status_reports import Delay, DelayBand, MonthFlow

WIDTH = 640
TOP, BASE = 24, 160
LEFT, BAR, GAP = 4, 18, 4
ROW, NAMES, END = 28, 210, 590
PAPER_STYLE = (
    "text{font-family:'Noto Sans',sans-serif;font-size:11px;fill:#333}"
    ".ink{fill:#000}.axis{stroke:#74818a}.firm{fill:#1a2226;stroke:#1a2226}"
    ".met{fill:#fff;stroke:#1a6035}.late{fill:#a3211b;stroke:#a3211b}"
)


def throughput_chart(
    months: Sequence[MonthFlow], messages: Messages, words: str, *, on_paper: bool = False
) -> str:
    """Two bars a month: what came in, filled, and what was closed, in outline."""
    most = max([1, *(max(month.came_in, month.closed) for month in months)])
    step = (WIDTH - 2 * LEFT) / len(months)
    parts = [f'<line class="axis" x1="0" x2="{WIDTH}" y1="{BASE}.5" y2="{BASE}.5"/>']
    for place, month in enumerate(months):
        middle = LEFT + step * (place + 0.5)
        for left, look, count in (
            (middle - BAR - GAP / 2, "firm", month.came_in),
            (middle + GAP / 2, "met", month.closed),
        ):
            height = round((BASE - TOP) * count / most, 1)
            if count:
                parts.append(_bar(look, left, BASE - height, BAR, height))
            parts.append(_text(left + BAR / 2, BASE - height - 5, str(count), "middle", "ink"))
        parts.append(_text(middle, BASE + 16, messages.month_short(month.first), "middle"))
        if place == 0 or month.first.month == 1:
            parts.append(_text(middle, BASE + 31, str(month.first.year), "middle", "ink"))
    title = messages.text("Binnengekomen en afgesloten per maand")
    return _picture("throughput", BASE + 38, title, words, parts, on_paper)


def delay_chart(delay: Delay, messages: Messages, words: str, *, on_paper: bool = False) -> str:
    """A bar for each band of delay, the number at its end."""
    most = max([1, *delay.bands.values()])
    parts: list[str] = []
    for place, band in enumerate(DelayBand):
        count = delay.bands[band]
        y = 4 + place * ROW
        width = round((END - NAMES) * count / most, 1)
        parts.append(_text(NAMES - 10, y + 15, label(messages, "delay_band", band), "end"))
        if count:
            look = "met" if band is DelayBand.ON_TIME else "late"
            parts.append(_bar(look, NAMES, y + 1, width, ROW - 8))
        parts.append(_text(NAMES + width + 8, y + 15, str(count), "start", "ink"))
    height = 4 + ROW * len(DelayBand)
    parts.append(f'<line class="axis" x1="{NAMES}.5" x2="{NAMES}.5" y1="0" y2="{height}"/>')
    title = messages.text("Hoe laat termijnen werden nagekomen")
    return _picture("delay", height, title, words, parts, on_paper)


def _bar(look: str, x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect class="{look}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" '
        'stroke-width="1.3"/>'
    )


def _text(x: float, y: float, text: str, anchor: str, look: str = "") -> str:
    shown = f' class="{look}"' if look else ""
    return f'<text{shown} x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>'


def _picture(
    name: str, height: float, title: str, words: str, parts: Sequence[str], on_paper: bool
) -> str:
    return "".join(_lines(name, height, title, words, parts, on_paper))


def _lines(
    name: str, height: float, title: str, words: str, parts: Sequence[str], on_paper: bool
) -> Iterator[str]:
    size = f'viewBox="0 0 {WIDTH} {height:g}"'
    if on_paper:
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} width="{WIDTH}" '
            f'height="{height:g}"><style>{PAPER_STYLE}</style>'
        )
    else:
        yield (
            f'<svg class="nk-svg" {size} role="img" aria-labelledby="{name}-title {name}-words">'
            f'<title id="{name}-title">{escape(title)}</title>'
            f'<desc id="{name}-words">{escape(words)}</desc>'
        )
    yield from parts
    yield "</svg>"
