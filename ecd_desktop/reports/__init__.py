"""PDF documents: page.py (paper, letterhead, foot, "Página x de y"), then one file per document.

    typeface       the embedded font, what it can show, and how text is broken into lines
    stamps         fictitious data, draft, a code to be scanned
    page           paper, letterhead, foot, bookmarks, page numbers; writes the file
    letterhead     who issues, under which logos and official lines
    lights         the semáforo as colour + shape + letter, and its legend
    tables         long tables: repeated headings, rows that stay whole
    charts         bars that can be read in grey
    blocks         facts in two columns, figures in a row, the head of a memo, a signature
    rows           what every report asks of a commitment's row
    commitments    Matriz de compromisos
    cases          Hoja del asunto
    figures        the numbers of the Informe, computed from rows
    progress       Informe de avance
    acta           what an acta says, apart from how it looks
    minutes        Acta de reunión
    week           Semana en una página
    word_copy      the same as HTML, for a word processor
    attendance     Lista de asistencia
    agenda         Orden del día
    formulas       what the three of them say in set words
    spoken         what was discussed, topic by topic
    markdown       running notes: headings, lists, bold, italics
    signatures     where people sign
    masking        what is struck out before anybody may read a paper
    public_version Acta and Lista de asistencia as anybody may read them
    late_signers   Hoja de firmas adicional
    extract        Extracto del acta for one responsible
    fitting        documents of so many pages at most
    briefing       Ayuda memoria; briefing_facts: what it tells
    past           Comparación de una lista con cómo estaba; Qué cambió desde …

Each document is one function ``write(path, …) -> page.Written``.  Rows come in frozen from ``db.queries``:
nothing here touches a database.
"""

from ecd_desktop.reports import typeface as typeface  # first: the font must be there before platypus is imported
