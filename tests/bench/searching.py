"""The palette's search over 50,000 records as somebody types, against looking into every row with LIKE."""

import shutil
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench import portfolio
from tests.bench.measuring import Aim, Answer, Bench, Line, Timing, middle, timed

ITEMS = 50_000
AIM = Aim(50, "ms")
EVERYWHERE = Aim(100, "ms")
TIMES = 7
TYPED = ("m", "mu", "muro", "nino muro", "com-2026-0012", "4711", "nada de esto")


def measure(bench: Bench) -> list[Line]:
    """Floor and ours alternate within each child; each round is a fresh child."""
    source = portfolio.database(bench.folder, ITEMS)
    found = bench.compare({"search": ("searching:ask", {"database": str(source)})})["search"]
    lines = [Line("search", f"“{text}”", found[f"{text} ours"], found[f"{text} floor"], AIM) for text in TYPED]
    return [
        *lines,
        *(Line("search", f"everywhere, “{text}”", found[f"{text} everywhere"], aim=EVERYWHERE) for text in TYPED[2:5]),
        Line("search", "nothing typed: the recent ones", found["recent"], aim=AIM),
        Line("search", "the first time: words of all records read", found["first"]),
    ]


def ask(database: str) -> Answer:
    """One child: the words are read, then every text is searched after its floor."""
    from db.ordering import words
    from db.queries import search, search_texts
    from ecd_desktop.services import databases

    path = Path(database).with_name("searching.db")
    shutil.copyfile(database, path)
    store = databases.open_database(str(path), who="Medición")
    found: Answer = {}
    with store.reading() as session:
        raw = session.connection().connection.driver_connection
        found["first"] = timed(partial(search.prepare, session))
        for text in TYPED:
            timings: dict[str, list[Timing]] = {"floor": [], "ours": []}
            for _ in range(TIMES):
                timings["floor"].append(timed(partial(by_row, raw, words(text))))
                timings["ours"].append(timed(partial(search.search, session, text)))
            for name, taken in timings.items():
                found[f"{text} {name}"] = middle(taken)
        search_texts.prepare(session)
        for text in TYPED[2:5]:
            wanted = search_texts.Wanted(text)
            look = partial(search_texts.look, session, wanted)
            found[f"{text} everywhere"] = middle([timed(look) for _ in range(TIMES)])
        found["recent"] = middle([timed(partial(search.recent, session)) for _ in range(TIMES)])
    store.close()
    path.unlink()
    return found


def by_row(raw: Any, typed: list[str]) -> None:
    """The plainest search there is: the newest commitments that hold every word, in no other order."""
    holds = " AND ".join("folded LIKE ?" for _word in typed)
    query = f"SELECT id, description FROM action_items WHERE {holds} ORDER BY id DESC LIMIT 12"
    raw.execute(query, [f"%{word}%" for word in typed]).fetchall()
