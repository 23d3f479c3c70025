"""What gives way to a narrow window is told in the second line of the first column, once, and not in copies."""

from typing import Any

from tests.ui.example import wait_until_idle
from ui.main_window import MainWindow


def test_the_responsible_stands_under_the_commitment_where_its_column_gave_way(office: MainWindow) -> None:
    page: Any = office.page()
    wait_until_idle(office.tasks)
    model, columns = page.model, page.table.columns
    first, unit = model.column_named("description"), model.column_named("unit")
    named = model.index(0, unit).data().split(" · ")[0]
    model.gave_way(frozenset())
    alone = model.index(0, first).data()
    model.gave_way(frozenset({"unit", "progress"}))
    told = model.index(0, first).data()
    assert told != alone
    assert f" · {named} · " in told
    copied: list[Any] = []
    model.rows_of([model.keys[0]], lambda rows: copied.extend([model.words_in(first, row)] for row in rows))
    assert copied == [[alone]]
    columns.want("unit", False)  # the person does not want to see it
    assert model.index(0, first).data() == alone
