"""A parcel is the same after it waited in the inbox."""

import json

from db.records.base import new_key
from ecd_desktop.parcels import About, Brought, Cell, Missing, Parcel, Unread


def test_a_parcel_is_the_same_after_it_was_kept() -> None:
    key = new_key()
    parcel = Parcel(
        "workbook", "x.xlsx", "d" * 64, export=new_key(), sender="EMAPE", day="2026-06-05", rows=3,
        records=(
            Brought(
                "action_items", key, About.KNOWN, "COM-2026-001", "Pintar", "Compromisos!2",
                fields={"progress": Cell(60, 0, "Compromisos!F2", "60%", "listo"), "remarks": Cell(None, "antes"),
                        "physical_works": Cell(True, False), "priority": Cell("high", "")},
                adds={"evidence.description": Cell("Oficio 1", at="Compromisos!H2")},
                withdraw=Cell("yes", at="Compromisos!W2"), note="se pintó", twice=2,
            ),
            Brought("action_items", new_key(), About.NEW, fields={"progress": Cell(0)}),
        ),
        unread=(Unread("unreadable", "Compromisos!E2", "casi listo", "no such state", "action_items", key, "state"),
                Unread("held", "Compromisos!A1", "", "Keys and rows do not fit.")),
        missing=(Missing("action_items", new_key(), "COM-2026-002", "Señalizar"),),
        unsure=("A column was not found.",), steps=(str(new_key()), str(new_key())),
    )  # fmt: skip
    assert Parcel.from_json(json.loads(json.dumps(parcel.to_json()))) == parcel
