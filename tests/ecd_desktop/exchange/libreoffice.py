"""A real LibreOffice that does to workbooks what people do: Basic subs, run one after the other in one process.

Nothing is needed but LibreOffice itself: the macros stand in a profile of their own, in its Standard library.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

LIBRARY = """
Function Opened(source As String) As Object
    Dim args(0) As New com.sun.star.beans.PropertyValue
    args(0).Name = "Hidden"
    args(0).Value = True
    Opened = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, args())
End Function

Sub Saved(doc As Object, target As String, filter As String, options As String)
    Dim args(1) As New com.sun.star.beans.PropertyValue
    args(0).Name = "FilterName"
    args(0).Value = filter
    args(1).Name = "FilterOptions"
    args(1).Value = options
    doc.storeToURL(ConvertToURL(target), args())
End Sub

Function Col(page As Object, heading As String) As Long
    Dim n As Long
    Col = -1
    For n = 0 To 60
        If page.getCellByPosition(n, 0).String = heading Then
            Col = n
            Exit Function
        End If
    Next n
End Function

Function Line(page As Object, code As String) As Long
    Dim n As Long, at As Long
    at = Col(page, "Código")
    Line = -1
    For n = 1 To 60
        If page.getCellByPosition(at, n).String = code Then
            Line = n
            Exit Function
        End If
    Next n
End Function

Function Cell(page As Object, code As String, heading As String) As Object
    Cell = page.getCellByPosition(Col(page, heading), Line(page, code))
End Function

Sub Sorted(page As Object, left As Long, right As Long, top As Long, bottom As Long, by As Long, ascending As Boolean)
    Dim fields(0) As New com.sun.star.table.TableSortField
    Dim args(1) As New com.sun.star.beans.PropertyValue
    fields(0).Field = by - left
    fields(0).IsAscending = ascending
    args(0).Name = "SortFields"
    args(0).Value = fields()
    args(1).Name = "ContainsHeader"
    args(1).Value = False
    page.getCellRangeByPosition(left, top, right, bottom).sort(args())
End Sub

Sub MovedColumn(page As Object, origin As Long, target As Long)
    Dim from As New com.sun.star.table.CellRangeAddress
    Dim place As New com.sun.star.table.CellAddress
    page.Columns.insertByIndex(target, 1)
    If target <= origin Then origin = origin + 1
    from.Sheet = page.RangeAddress.Sheet
    from.StartColumn = origin
    from.EndColumn = origin
    from.StartRow = 0
    from.EndRow = 60
    place.Sheet = from.Sheet
    place.Column = target
    place.Row = 0
    page.moveRange(place, from)
    page.Columns.removeByIndex(origin, 1)
End Sub

Sub CopiedRow(page As Object, origin As Long, target As Long)
    Dim from As New com.sun.star.table.CellRangeAddress
    Dim place As New com.sun.star.table.CellAddress
    page.Rows.insertByIndex(target, 1)
    If target <= origin Then origin = origin + 1
    from.Sheet = page.RangeAddress.Sheet
    from.StartColumn = 0
    from.EndColumn = 40
    from.StartRow = origin
    from.EndRow = origin
    place.Sheet = from.Sheet
    place.Column = 0
    place.Row = target
    page.copyRange(place, from)
End Sub
"""

XLSX, ODS, XLS = ("Calc MS Excel 2007 XML", ""), ("calc8", ""), ("MS Excel 97", "")
CSV = ("Text - txt - csv (StarCalc)", "59,34,76,1")  # semicolon, quotes, UTF-8
TABS = ("Text - txt - csv (StarCalc)", "9,34,76,1")
ANSI = ("Text - txt - csv (StarCalc)", "59,34,1,1")  # the alphabet of Windows, as Excel writes a csv


def run(jobs: Sequence[tuple[Path, str, Mapping[str, tuple[str, str]]]], folder: Path) -> dict[str, Path]:
    """Open each workbook, do the Basic lines to its first sheet ``page`` (of ``doc``), save it under its names.

    ``jobs``: (workbook, Basic, file name → (filter, options)).  Answers the files by name; raises where one is missing.
    """
    assert SOFFICE is not None
    subs, calls = [], []
    made = {name: folder / name for _source, _lines, kinds in jobs for name in kinds}
    for n, (source, lines, kinds) in enumerate(jobs):
        calls.append(f"    Job{n}()")
        saved = "".join(f'    Saved(doc, "{made[name]}", "{kind[0]}", "{kind[1]}")\n' for name, kind in kinds.items())
        subs.append(
            f"Sub Job{n}()\n    On Error GoTo Wrong\n    Dim doc As Object, page As Object, n As Long\n"
            f'    doc = Opened("{source}")\n    page = doc.Sheets.getByIndex(0)\n{lines}\n'
            f"{saved}    doc.close(True)\n    Exit Sub\n"
            f'Wrong:\n    Open "{folder / "wrong.txt"}" For Append As #1\n'
            f'    Print #1, "{", ".join(kinds)}: " & Error$ & " in line " & Erl\n    Close #1\nEnd Sub\n'
        )
    main = "Sub Main()\n" + "\n".join(calls) + "\n    StarDesktop.terminate()\nEnd Sub\n"
    profile = folder / "profile"
    library = profile / "user" / "basic" / "Standard"
    library.mkdir(parents=True)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    (library / "Work.xba").write_text(
        f'{head}<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Work"'
        f' script:language="StarBasic">{escape(LIBRARY + "".join(subs) + main)}</script:module>',
        encoding="utf-8",
    )
    (library / "script.xlb").write_text(
        f'{head}<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
        ' library:readonly="false" library:passwordprotected="false"><library:element library:name="Work"/>'
        "</library:library>",
        encoding="utf-8",
    )
    (library.parent / "script.xlc").write_text(
        f'{head}<library:libraries xmlns:library="http://openoffice.org/2000/library"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard"'
        ' xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>'
        "</library:libraries>",
        encoding="utf-8",
    )
    # Without this the first start writes its own library over ours.
    (profile / "user" / "registrymodifications.xcu").write_text(
        f'{head}<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse">'
        "<value>true</value></prop></item></oor:items>",
        encoding="utf-8",
    )
    done = subprocess.run(
        [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo",
         "macro:///Standard.Work.Main"],
        capture_output=True, text=True, timeout=240, env={**os.environ, "HOME": str(folder)}, check=False,
    )  # fmt: skip
    wrong = folder / "wrong.txt"
    said = wrong.read_text() if wrong.exists() else done.stdout + done.stderr
    assert not wrong.exists(), said
    assert all(path.exists() for path in made.values()), said
    return made
