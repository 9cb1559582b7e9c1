"""Vandaag: scopes, figures, lists, months, gaps and what changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, select, update

from tests import worked_case
from tests.worked_case import ADMINISTRATOR, CLOCK, JORIS, NOOR
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.db.tables import Deadline, Item, ProgressNote
from tracker.domain.planning import Certainty, Strength
from tracker.domain.selections import Due
from tracker.domain.sittings import MissingRecess, RecessKind, SittingCalendar
from tracker.domain.statuses import Kind, Status
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.today import AgendaRow, Figures, Happening, KindCount, Month, Scope, Today
from tracker.services.today import read_today as read


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store, NOOR)


def read_today(
    store: Store,
    actor: Actor,
    asked: Scope | None = None,
    clock: Clock = CLOCK,
    calendar: SittingCalendar | None = None,
) -> Today:
    with store.reading() as session:
        return read(session, actor, clock, calendar or shipped_calendar(), asked)


def listed(today: Today) -> list[tuple[str, int, list[str]]]:
    return [
        (group.name, group.total, [row.what[:12] for row in group.rows]) for group in today.groups
    ]


class At(Clock):
    """A clock that stands at noon of a day."""

    def __init__(self, day: date) -> None:
        super().__init__(timedelta())
        object.__setattr__(self, "day", day)

    def now(self) -> datetime:
        day: date = self.__dict__["day"]
        return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def test_everyone_has_one_late_two_before_the_recess_and_three_in_four_weeks(
    case_store: Store, noor: Actor
) -> None:
    today = read_today(case_store, noor, Scope.ALL)

    assert today.figures == Figures(
        late=1,
        late_since=date(2021, 6, 30),
        four_weeks=3,
        before_recess=2,
        review=2,
        review_now=1,
    )
    assert listed(today) == [
        ("late", 1, ["Rondetafelge"]),
        ("before_recess", 2, ["Openbare uit", "De Kamer ber"]),
        ("after_recess", 1, ["Sessie over "]),
        ("review", 2, ["Plan van aan", "Tweede exper"]),
    ]


def test_a_row_says_what_the_list_shows(case_store: Store, noor: Actor) -> None:
    today = read_today(case_store, noor, Scope.ALL)
    [row] = today.groups[2].rows

    assert row == AgendaRow(
        id=row.id,
        what="Sessie over migratie van Nigeria naar Nederland",
        wording="één keer per drie maanden",
        own_date=False,
        strength=Strength.PRACTICE,
        certainty=Certainty.PROVISIONAL,
        due_on=date(2021, 7, 11),
        on_time_until=date(2021, 7, 11),
        review_on=None,
        days_late=0,
        days_left=10,
        untold=False,
        falls_in=("recess", "sunday"),
        executor="BZ",
        number="A-2021-0001",
        kind=Kind.RECOMMENDATION,
    )


def test_a_person_with_open_items_begins_with_their_own(case_store: Store, noor: Actor) -> None:
    mine = read_today(case_store, noor)
    unit = read_today(case_store, noor, Scope.UNIT)

    assert (mine.scope, mine.query, mine.figures.late, mine.figures.before_recess) == (
        Scope.MINE,
        "owner=me",
        1,
        2,
    )
    assert (unit.scope, unit.query, unit.figures.four_weeks) == (Scope.UNIT, "unit=DRC", 1)


def test_a_person_without_items_or_unit_begins_with_everyones(case_store: Store) -> None:
    administrator = worked_case.actor(case_store, ADMINISTRATOR)
    by_itself = read_today(case_store, administrator)
    asked = read_today(case_store, administrator, Scope.UNIT)

    assert (by_itself.scope, by_itself.asked, by_itself.figures.late) == (Scope.ALL, None, 1)
    assert (asked.scope, asked.asked, asked.unit) == (Scope.ALL, Scope.UNIT, None)


def test_open_items_by_kind_and_status(case_store: Store, noor: Actor) -> None:
    assert read_today(case_store, noor, Scope.ALL).kinds == (
        KindCount(Kind.MOTION, 3, ((Status.IN_PROGRESS, 2), (Status.PROPOSED_MET, 1))),
        KindCount(Kind.COMMITMENT, 1, ((Status.IN_PROGRESS, 1),)),
        KindCount(Kind.RECOMMENDATION, 3, ((Status.IN_PROGRESS, 3),)),
    )


def test_the_months_of_the_year(case_store: Store, noor: Actor) -> None:
    months = read_today(case_store, noor, Scope.ALL).months

    assert [month.first.month for month in months] == list(range(1, 13))
    assert {month.first.month: month for month in months if month != Month(month.first)} == {
        4: Month(date(2021, 4, 1), met=1),
        6: Month(date(2021, 6, 1), late=1),
        7: Month(date(2021, 7, 1), firm=2, provisional=1),
        12: Month(date(2021, 12, 1), firm=2),
    }


def test_what_changed_since_yesterday_is_told_once_an_action(
    case_store: Store, noor: Actor
) -> None:
    joris = worked_case.actor(case_store, JORIS)
    with case_store.writing() as session:
        act(session, joris, CLOCK)
        item = session.exec(select(Item).where(Item.number == "M-2021-0001")).one()
        item.status = Status.PROPOSED_MET
        session.add(
            ProgressNote(
                item_id=item.id,
                noted_on=date(2021, 7, 1),
                text="Klaar",
                author_id=joris.user_id,
                written_at=CLOCK.now(),
            )
        )
    happenings = read_today(case_store, noor, Scope.ALL).happenings
    own = read_today(case_store, noor, Scope.MINE).happenings

    assert happenings == (
        Happening("status", "proposed_met", "Joris Vermaat", CLOCK.now(), "M-2021-0001"),
        Happening(
            "note_made",
            "",
            "Joris Vermaat",
            datetime(2021, 6, 30, 14, 40, tzinfo=UTC),
            "T-2021-0001",
        ),
        Happening(
            "status",
            "proposed_met",
            "Mila Hoekstra",
            datetime(2021, 6, 30, 9, 5, tzinfo=UTC),
            "M-2021-0003",
        ),
    )
    assert (happenings[0].initials, own) == ("JV", happenings[1:2])


def test_nothing_drops_out_between_its_date_and_its_last_day_on_time(
    case_store: Store, noor: Actor
) -> None:
    friday = read_today(case_store, noor, Scope.ALL, At(date(2021, 7, 9)))
    saturday = read_today(case_store, noor, Scope.ALL, At(date(2021, 7, 10)))

    assert (friday.figures.late, friday.figures.four_weeks) == (1, 3)
    assert [row.days_left for row in friday.groups[1].rows] == [-1, -1, 2]
    assert saturday.figures.late == 3


def test_in_a_recess_the_next_one_is_far_and_the_present_one_is_drawn(
    case_store: Store, noor: Actor
) -> None:
    today = read_today(case_store, noor, Scope.ALL, At(date(2021, 7, 12)))

    assert today.current_recess
    assert today.current_recess.kind is RecessKind.SUMMER
    assert [group.name for group in today.groups] == ["late", "four_weeks", "later", "review"]
    assert today.vantage.last_sitting == date(2021, 10, 14)


def missing(today: Today) -> list[tuple[RecessKind, int]]:
    return [(gap.kind, gap.year) for gap in today.unknown if isinstance(gap, MissingRecess)]


def test_a_recess_that_is_not_known_is_a_gap(case_store: Store, noor: Actor) -> None:
    today = read_today(case_store, noor, Scope.ALL, calendar=SittingCalendar([]))

    assert today.figures.before_recess is None
    assert isinstance(today.next_recess, MissingRecess)
    assert [group.name for group in today.groups] == ["late", "four_weeks", "review"]
    assert missing(today) == [
        (RecessKind.SUMMER, 2021),
        (RecessKind.AUTUMN, 2021),
        (RecessKind.CHRISTMAS, 2021),
        (RecessKind.SPRING, 2022),
        (RecessKind.MAY, 2022),
        (RecessKind.SUMMER, 2022),
    ]


def test_next_years_missing_recesses_are_named_in_time(case_store: Store, noor: Actor) -> None:
    known = read_today(case_store, noor, Scope.ALL)
    later = read_today(case_store, noor, Scope.ALL, At(date(2022, 1, 20)))

    assert known.unknown == ()
    assert missing(later) == [
        (RecessKind.AUTUMN, 2022),
        (RecessKind.CHRISTMAS, 2022),
    ]


def test_a_long_list_is_cut_and_still_counted(case_store: Store, noor: Actor) -> None:
    with case_store.writing() as session:
        act(session, noor, CLOCK)
        [late] = session.exec(
            select(Deadline).where(col(Deadline.late_after) == date(2021, 6, 30))
        ).all()
        for _ in range(14):
            fields = late.model_dump(exclude={"id", "version"})
            session.add(Deadline(**fields))
    today = read_today(case_store, noor)
    group = today.groups[0]

    assert (group.due, group.total, len(group.rows), today.figures.late) == (Due.LATE, 15, 10, 15)


def test_a_deadline_of_a_closed_item_asks_for_nothing(case_store: Store, noor: Actor) -> None:
    with case_store.writing() as session:
        session.exec(
            update(Item).where(col(Item.number) == "A-2021-0003").values(status=Status.MET)
        )
    today = read_today(case_store, noor, Scope.ALL)

    assert (today.figures.late, today.figures.late_since) == (0, None)
    assert today.months[5] == Month(date(2021, 6, 1))
