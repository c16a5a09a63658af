"""Questions to the ledger: how often which word met which state, split as wanted, and which films those are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inference.site.ledger.sight import Arm
from inference.site.ledger.store import Ledger


class Split(StrEnum):
    """By what films are told apart; the values are the database's expressions."""

    NOTHING = "''"
    MONTH = "substr(f.day, 1, 7)"
    PACK = "f.pack"
    VIEW = "f.view"
    DEVICE = "f.device"


@dataclass(frozen=True, slots=True)
class Question:
    """Which reads are counted: of one arm, of one pack by its hash (None: of all), split, by whose operating point.

    ``by_site``: by the operating points that the site tuned, where the film was judged by one.
    """

    arm: Arm = Arm.UNAIDED
    pack_hash: str | None = None
    split: Split = Split.NOTHING
    by_site: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """So many reads of a finding with this word and this state; ``truth`` is None where no outcome was brought."""

    group: str
    finding: str
    word: str
    state: str
    truth: bool | None
    films: int


@dataclass(frozen=True, slots=True)
class RegionCount:
    """A region that a reader drew for a finding: whether its heatmap hit it, and their overlap (0..1; arrows: None)."""

    group: str
    finding: str
    hit: bool
    overlap: float | None


@dataclass(frozen=True, slots=True)
class FilmRow:
    """A film behind a number, as a list shows it; ``path`` is where it lay when it was last seen.

    ``word`` is empty where a region was drawn and nothing said.
    """

    film_hash: str
    path: str
    day: str
    word: str
    state: str
    probability: float
    pack: str


@dataclass(frozen=True, slots=True)
class PackRow:
    """A model in the ledger: its name, its hash, and how many films it judged; the one used last first."""

    pack: str
    pack_hash: str
    films: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What a number counts: reads of a finding in a group with these words and states; empty stands for all.

    ``regions``: films with a region of the finding, whatever was said.
    """

    finding: str
    group: str | None = None
    words: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    regions: bool = False


_DRAWN = """from regions r join scores s on s.film = r.film and s.finding = r.finding join films f on f.id = r.film"""
_JOINED = """from reads r join scores s on s.film = r.film and s.finding = r.finding join films f on f.id = r.film"""


def counts(ledger: Ledger, asked: Question) -> list[Count]:
    """How often each word met each state, by group and finding."""
    state = _state(asked)
    where, values = _where(asked)
    text = f"""select {asked.split.value}, r.finding, r.word, {state}, t.present, count(*) {_JOINED}
        left join truths t on t.film = f.film and t.finding = r.finding {where} group by 1, 2, 3, 4, 5 order by 1"""
    with ledger.opened() as file:
        rows = file.execute(text, values).fetchall()
    return [Count(row[0], row[1], row[2], row[3], None if row[4] is None else bool(row[4]), row[5]) for row in rows]


def regions(ledger: Ledger, asked: Question) -> list[RegionCount]:
    """The regions that readers drew for findings, each with how the heatmap met it."""
    where, values = _where(asked)
    text = f"select {asked.split.value}, r.finding, r.hit, r.overlap {_DRAWN} {where}"
    with ledger.opened() as file:
        rows = file.execute(text, values).fetchall()
    return [RegionCount(group, finding, bool(hit), overlap) for group, finding, hit, overlap in rows]


def films_behind(ledger: Ledger, asked: Question, cell: Cell, most: int = 5000) -> list[FilmRow]:
    """The films that a number counts, newest first, at most so many."""
    state = _state(asked)
    where, values = _where(asked)
    where += " and r.finding = ?"
    values.append(cell.finding)
    if cell.group is not None:
        where += f" and {asked.split.value} = ?"
        values.append(cell.group)
    for expression, wanted in (("r.word", cell.words), (state, cell.states)):
        if wanted:
            where += f" and {expression} in ({', '.join('?' * len(wanted))})"
            values += wanted
    source = _JOINED
    if cell.regions:
        source = f"{_DRAWN} left join reads w on w.film = r.film and w.finding = r.finding and w.arm = r.arm"
    word = "coalesce(w.word, '')" if cell.regions else "r.word"
    text = f"""select distinct f.film, f.path, f.day, {word}, {state}, s.probability, f.pack {source} {where}
        order by f.day desc, f.id desc limit ?"""
    with ledger.opened() as file:
        return [FilmRow(*row) for row in file.execute(text, (*values, most))]


def packs(ledger: Ledger) -> list[PackRow]:
    """The models in the ledger, the one that judged a film last first."""
    with ledger.opened() as file:
        rows = file.execute("select pack, pack_hash, count(*) from films group by pack_hash order by max(id) desc")
        return [PackRow(*row) for row in rows]


def span(ledger: Ledger) -> tuple[str, str, int]:
    """The first and the last day, and how many films there are, each counted once."""
    with ledger.opened() as file:
        first, last, films = file.execute("select min(day), max(day), count(distinct film) from films").fetchone()
    return first or "", last or "", films


def has_truth(ledger: Ledger) -> bool:
    """Whether outcomes of films were brought."""
    with ledger.opened() as file:
        return bool(file.execute("select exists (select 1 from truths)").fetchone()[0])


def has_site_states(ledger: Ledger) -> bool:
    """Whether a film was judged by an operating point of the site."""
    with ledger.opened() as file:
        return bool(file.execute("select exists (select 1 from scores where site_state <> '')").fetchone()[0])


def scores_of(ledger: Ledger, pack_hash: str, finding: str, word: str) -> list[float]:
    """The raw scores of films that readers called so unaided, for tuning; of one pack."""
    text = f"select s.score {_JOINED} where r.arm = ? and f.pack_hash = ? and r.finding = ? and r.word = ?"
    with ledger.opened() as file:
        return [row[0] for row in file.execute(text, (Arm.UNAIDED, pack_hash, finding, word))]


def _state(asked: Question) -> str:
    return "s.site_state" if asked.by_site else "s.state"


def _where(asked: Question) -> tuple[str, list[object]]:
    where, values = "where r.arm = ?", list[object]([asked.arm.value])
    if asked.pack_hash is not None:
        where += " and f.pack_hash = ?"
        values.append(asked.pack_hash)
    if asked.by_site:
        where += " and s.site_state <> ''"
    return where, values
