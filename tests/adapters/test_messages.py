from datetime import date, timedelta

import pytest
from babel.dates import format_date

from tracker.adapters.messages import Messages

PATTERNS = {
    "date": "d MMMM y",
    "long_date": "EEEE d MMMM y",
    "short_date": "EEEEEE d MMMM y",
    "day_month": "EEEEEE d MMMM",
    "long_day_month": "EEEE d MMMM",
    "month": "MMMM y",
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("way", "pattern"), PATTERNS.items())
def test_dates_are_written_as_the_locale_data_says(language: str, way: str, pattern: str) -> None:
    write = getattr(Messages(language, {}), way)
    days = [date(2019, 12, 28) + timedelta(days) for days in range(800)]
    assert [write(day) for day in days] == [format_date(day, pattern, language) for day in days]
