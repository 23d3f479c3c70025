"""What the program does: its verbs, without a window and without SQL.

The architecture in forty lines
-------------------------------
``ui`` shows, ``ecd_desktop`` does, ``db`` remembers; imports run only that way.

Each library has one home: Qt in ``ui``, SQLAlchemy in ``db``, workbooks in ``ecd_desktop.exchange``,
reportlab in ``ecd_desktop.reports``, Alembic in ``db.upgrade`` and ``migrations``.  Contracts that
import-linter checks keep it so.

Meaning is declared once, on the record (``db.fields``): label, kind, rules.  Arrangement is written
where it is seen: each form, table, sheet and report lays itself out.

Every write is a labelled change (``store.change``) and every change is journalled as
entity · record · field · old · new, inside the same transaction.  History, undo, refresh, import
preview and the merge of returned workbooks are readings of that one journal.

Every intention is a wish ("I saw this, I want that"), whether it came from a form, an undo, an
import or a workbook that returned; one pure function, ``db.merge.settle``, answers it with
apply, same or conflict.

Where a line of code lives:

    __main__        arguments → paths → settings → log → store → window or command (composition root)
    cli             the same verbs without a window
    paths           where data, logs, backups and resources live
    risky_places    folders where a local database would be damaged, and three ways out
    files           a file that is wholly there or not there at all
    settings        every machine setting, declared once
    language        the words, and how numbers, money and dates are written and read
    calendar        today, working days, Peruvian holidays; typed_dates: the dates a person types
    identity        who is at the keyboard, and on which machine
    errors          what can go wrong that is nobody's bug, each with its remedy
    log             where the program talks to its maintainers, never with personal data
    drafts          a record being edited: seen, wanted, wrong
    parcels         what a file from outside brought; review: what is asked about it
    services/       verbs, one file per noun; reconciling: what came back against the present
    exchange/       workbooks: reading, importing, exporting
    reports/        PDF: the page, then one file per document

The modules from ``paths`` to ``drafts`` are leaves: they know no noun and no verb.

A gesture travels: command (``ui``) → task on the database thread → service here → change in ``db``
→ commit → news → the views that show a touched record read it again.  Views cannot tell a local
change from one made on another laptop.  Two kinds of failure: the world's (``errors.Expected``, a
sentence and a remedy) and ours (a report, and the program stays up).
"""

__version__ = "0.1.0"
