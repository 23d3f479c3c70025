"""Which field a column fills: the words headings use in Spanish and English, and what the cells look like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from ecd_desktop.exchange.headers import LONGEST, Vocabulary
from ecd_desktop.exchange.workbook import folded
from ecd_desktop.language import N_


class Kind(StrEnum):
    """What a row of the sheet is."""

    ACTION_ITEMS = "action-items"
    PEOPLE = "people"
    PROJECTS = "projects"


KINDS = tuple(Kind)


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field that a column may fill.  ``reads``: how its cells are read (``cells``); ``words``: its headings."""

    name: str
    label: str
    reads: str
    words: tuple[str, ...]
    needed: bool = False
    personal: bool = False


def _field(
    name: str, label: str, reads: str, words: str, *, needed: bool = False, personal: bool = False
) -> FieldChoice:
    return FieldChoice(name, label, reads, tuple(word.strip() for word in words.split("|")), needed, personal)


_PROGRESS = (
    "%|avance|% avance|avance %|% de avance|porcentaje|porcentaje de avance|avance fisico|% avance fisico|progress"
    "|progress %|% progress|% complete|complete|complete %|percent complete|completion|% done|done %|pct|pct complete"
)
_REMARKS = (
    "observaciones|observacion|obs|observaciones y comentarios|comentarios|comentario|notas|nota|remarks|remark"
    "|comments|comment|notes|note|detalle de avance|ultimo avance"
)
_UNIT = (
    "unidad|unidad responsable|responsable unidad|unidad organica|area|area responsable|responsable area|gerencia"
    "|gerencia responsable|organo|entidad|entidad responsable|responsable entidad|institucion|dependencia|oficina"
    "|unit|responsible unit|responsible department|department|dept|office|organisation|organization|agency"
    "|lead department|lead unit|owner unit|owner department|responsible organisation|responsible organization"
)

FIELDS: Mapping[Kind, tuple[FieldChoice, ...]] = {
    Kind.ACTION_ITEMS: (
        _field("number", N_("Item number"), "text", "n|no|nro|num|numero|item|n item|no item|numero de item|#|id|ref"
               "|n orden|orden|correlativo|item no|item number|s no|sl no|number|serial"),
        _field("code", N_("Our code"), "text", "codigo|cod|codigo del compromiso|codigo compromiso|code"
               "|our code|action code"),
        _field("minutes", N_("Minutes number"), "text", "acta|acta n|acta no|acta nro|n acta|no acta|nro acta|n de acta"
               "|numero de acta|origen acta|origen|acta de reunion|reunion|sesion|mesa|origin|source|minutes|minutes no"
               "|minutes number|meeting|meeting no|meeting number|meeting ref|origin minutes|source minutes"
               "|origin meeting|source meeting"),
        _field("agreed_on", N_("Agreed on"), "day", "fecha|fecha acta|fecha de acta|fecha del acta|origen fecha"
               "|acta fecha"
               "|fecha de reunion|fecha reunion|fecha del acuerdo|fecha de acuerdo|fecha de compromiso"
               "|fecha de registro"
               "|date|meeting date|minutes date|origin date|source date|meeting held|agreed on|agreed|date agreed"
               "|date raised|raised on|date of meeting"),
        _field("project", N_("Project"), "name", "proyecto|proyecto intervencion|intervencion|proyecto o intervencion"
               "|nombre del proyecto|iniciativa|project|project name|intervention|project intervention|initiative"
               "|project or intervention"),
        _field("description", N_("Commitment"), "memo", "compromiso|compromiso asumido|compromisos|compromisos asumidos"
               "|acuerdo|acuerdos|acuerdo compromiso|acuerdo o compromiso|compromiso o acuerdo|descripcion"
               "|descripcion del compromiso|descripcion del acuerdo|texto del compromiso|tarea|accion|actividad|detalle"
               "|commitment|commitments|action|actions|action item|agreed action|action agreed|task|description"
               "|description of action|what|deliverable|commitment made", needed=True),
        _field("unit", N_("Responsible unit"), "name", _UNIT + "|responsable|responsables|responsible"),
        _field("person", N_("Responsible person"), "name", "persona|persona responsable|responsable persona|responsable"
               "|responsables|responsable nombre|nombre del responsable|nombre responsable|responsable directo"
               "|encargado|encargada|person|responsible person|responsible name|person responsible|responsible|owner"
               "|owner name|action owner|owner person|assigned to|assignee|who|contact|lead|name"),
        _field("co_responsible", N_("Co-responsible"), "name", "corresponsable|corresponsables|co responsable"
               "|co responsables|apoyo|con apoyo de|unidad de apoyo|co responsible|co responsibles|support|supported by"
               "|supporting unit|co owner|with"),
        _field("due_on", N_("Due date"), "day", "plazo|plazo fecha|fecha limite|fecha plazo|plazo vigente|fecha vigente"
               "|vencimiento|fecha de vencimiento|fecha vencimiento|vence|fecha de entrega|fecha entrega"
               "|plazo de cumplimiento|fecha de cumplimiento|fecha cumplimiento|fecha programada|fecha fin|plazo maximo"
               "|due|due date|due on|due by|due date current|current due date|deadline|target|target date|by when"
               "|completion date|date due"),
        _field("due_original", N_("Original due date"), "day", "plazo original|plazo inicial|fecha original"
               "|fecha limite original|fecha limite inicial|original due date|original due|original deadline"
               "|baseline date|original date|due date original|due original"),
        _field("progress", N_("Progress (%)"), "percent", _PROGRESS),
        _field("state", N_("State"), "state", "estado|avance estado|situacion|estado situacional|estado actual"
               "|estado del compromiso|estado compromiso|estado de cumplimiento|estatus|condicion|status|state"
               "|current status|progress status|action status"),
        _field("remarks", N_("Remarks"), "memo", _REMARKS),
        _field("expected_evidence", N_("Means of verification"), "text", "medio de verificacion"
               "|medios de verificacion|verificacion|evidencia|evidencias|sustento|means of verification|evidence"
               "|verification|proof"),
        _field("priority", N_("Priority"), "priority", "prioridad|priority|urgencia|urgency"),
    ),
    Kind.PEOPLE: (
        _field("unit", N_("Organisation"), "name", "entidad|organizacion|entidad organizacion|organizacion entidad"
               "|entidad u organizacion|institucion|institucion organizacion|actor|unidad|unidad organica|area|gerencia"
               "|dependencia|empresa|organisation|organization|institution|company|agency|entity|department|unit|body"),
        _field("ruc", N_("RUC"), "code", "ruc|n ruc|nro ruc|no ruc|numero de ruc|ruc n|tax number|tax id"),
        _field("place", N_("District"), "name", "distrito|distritos|district|distrito de residencia|distrito sede"),
        _field("acronym", N_("Acronym"), "text", "siglas|sigla|acronimo|abreviatura|acronym|abbreviation|short name"),
        _field("name", N_("Name"), "name", "apellidos y nombres|nombres y apellidos|nombre y apellidos"
               "|apellidos y nombre|nombre y apellido|apellidos nombres|nombres apellidos|nombre completo"
               "|nombre|persona"
               "|contacto|persona de contacto|representante|responsable|titular|name|full name|contact|contact person"
               "|contact name|person|representative"),
        _field("family_names", N_("Family names"), "name", "apellidos|apellido|surname|surnames|last name|family name"
               "|family names|last names"),
        _field("given_names", N_("Given names"), "name", "nombres|first name|given name|given names|first names"
               "|forename|nombre de pila"),
        _field("title", N_("Title"), "text", "tratamiento|titulo|grado|prof|profesion|title|salutation"),
        _field("role", N_("Post held"), "text", "cargo|puesto|funcion|rol|cargo funcion|cargo o funcion|position|role"
               "|job|job title|post|designation"),
        _field("phone", N_("Telephone"), "phone", "celular|telefono|celular telefono|telefono celular|movil"
               "|fono|cel|tel"
               "|telefonos|celulares|numero de celular|n celular|numero de telefono|whatsapp|phone|mobile|telephone"
               "|cell|cell phone|phone number|mobile number|mobile phone|contact number"),
        _field("email", N_("E-mail"), "email", "correo|correo electronico|correos|e mail|email|mail|email address"
               "|e mail address|correo institucional"),
        _field("document", N_("Document number"), "document", "dni|n dni|nro dni|no dni|numero de dni|dni n|documento"
               "|documento de identidad|n documento|n de documento|nro documento|numero de documento|doc identidad"
               "|dni ce|id number|national id|identity document|document|document number|identity card", personal=True),
        _field("remarks", N_("Remarks"), "memo", _REMARKS),
    ),
    Kind.PROJECTS: (
        _field("code", N_("Code"), "text", "codigo|cod|codigo de proyecto|codigo del proyecto|codigo proyecto|code"
               "|project code|project id|id|n|no|nro"),
        _field("name", N_("Project name"), "name", "proyecto|nombre|nombre del proyecto|nombre de proyecto|intervencion"
               "|proyecto intervencion|iniciativa|denominacion|project|project name|project title|name|initiative"
               "|intervention", needed=True),
        _field("type", N_("Type of intervention"), "name", "tipo|tipo de intervencion|tipo intervencion"
               "|tipo de proyecto|tipologia|type|project type|intervention type|type of intervention|kind"),
        _field("place", N_("Place"), "name", "distrito|distritos|ubicacion|lugar|localidad|ambito|district|location"
               "|place|site|where"),
        _field("ubigeo", N_("Ubigeo"), "code", "ubigeo|codigo ubigeo|cod ubigeo|codigo de ubigeo|ubigeo inei"
               "|ubigeo reniec|district code|location code"),
        _field("stage", N_("Stage"), "text", "etapa|fase|etapa actual|fase actual|stage|phase|current stage"
               "|stage phase"),
        _field("state", N_("State"), "project_state", "estado|situacion|status|state|project status"
               "|estado del proyecto"),
        _field("lead", N_("Lead"), "name", "responsable|lider|liderazgo|coordinador|coordinadora|encargado|encargada"
               "|responsable del proyecto|jefe de proyecto|lider del proyecto|lead|project lead|manager|project manager"
               "|owner|responsible|leader|persona responsable"),
        _field("unit", N_("Executing unit"), "name", _UNIT + "|unidad ejecutora|ejecutor|executing unit|executor"),
        _field("starts_on", N_("Start"), "day", "inicio|fecha de inicio|fecha inicio|inicio previsto|fecha inicial"
               "|start|start date|starts|starts on|begin|planned start|from"),
        _field("ends_on", N_("Planned end"), "day", "fin previsto|fin|fecha de fin|fecha fin|fecha final|termino"
               "|fecha de termino|culminacion|fecha de culminacion|fin programado|end|end date|planned end|finish"
               "|finish date|planned finish|ends|ends on|expected end|to"),
        _field("budget", N_("Budget"), "money", "presupuesto|presupuesto s|presupuesto soles|presupuesto en soles|monto"
               "|monto s|monto soles|costo|costo total|inversion|presupuesto total|budget|budget s|budget soles|cost"
               "|amount|total budget|budget pen"),
        _field("progress", N_("Physical progress (%)"), "percent", _PROGRESS + "|physical progress|avance de obra"),
        _field("aim", N_("Aim"), "memo", "objetivo|objetivo general|proposito|finalidad|aim|objective|goal|purpose"),
        _field("remarks", N_("Remarks"), "memo", _REMARKS),
    ),
}  # fmt: skip


@cache
def field_of(kind: Kind, name: str) -> FieldChoice:
    """The field of that name.  Raises KeyError."""
    for field in FIELDS[kind]:
        if field.name == name:
            return field
    raise KeyError(name)


_EMPTY = frozenset(
    ("de", "del", "la", "el", "los", "las", "y", "e", "o", "u", "en", "a", "the", "of", "and", "or", "for")
)
_GENERIC = frozenset(
    ("fecha", "date", "nombre", "name", "codigo", "code", "n", "no", "nro", "numero", "number", "texto")
)
_GROUPS = frozenset(
    (("origen",), ("origin",), ("source",), ("responsable",), ("responsables",), ("responsible",), ("avance",),
     ("progress",), ("plazo",))
)  # fmt: skip
"""Words that often stand over several columns: worth less than the headings below them."""
_WORD = re.compile(r"[a-z0-9]+|%|#")


@lru_cache(maxsize=8_192)
def words_of(text: str) -> tuple[str, ...]:
    """A heading's words: folded, without marks and little words; hints in parentheses only where nothing else is."""
    plain = re.sub(r"\(([^)]*%[^)]*)\)", r" % ", folded(text)).replace("n°", "n ").replace("n.o", "n ")
    without = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", plain)
    found = _WORD.findall(without) or _WORD.findall(plain)
    return tuple(word for word in found if word not in _EMPTY) or tuple(found)


class _Spoken(NamedTuple):
    """One way to say a field: its words in order, sorted, as a set, and as one text."""

    words: tuple[str, ...]
    ordered: list[str]
    kept: frozenset[str]
    line: str


def _as_spoken(text: str) -> _Spoken:
    words = words_of(text)
    return _Spoken(words, sorted(words), frozenset(words), " ".join(words))


@cache
def _spoken(kind: Kind) -> tuple[tuple[str, tuple[_Spoken, ...]], ...]:
    return tuple((field.name, tuple(_as_spoken(words) for words in field.words)) for field in FIELDS[kind])


@lru_cache(maxsize=16_384)
def scores(kind: Kind, text: str) -> Mapping[str, float]:
    """How well one heading text names each field, 0 to 1; fields under one half are left out."""
    found: dict[str, float] = {}
    if len(text) > LONGEST or not (heading := _as_spoken(text)).words:
        return found
    for name, ways in _spoken(kind):
        best = max(_score(heading, way) for way in ways)
        if best >= 0.5:
            found[name] = best
    return found


def _score(heading: _Spoken, way: _Spoken) -> float:
    if heading.words == way.words:
        return 1.0
    many, few = len(heading.words), len(way.words)
    if few > 1 and heading.ordered == way.ordered:
        return 0.95
    if few < many and way.kept <= heading.kept:
        coverage = few / many
        weight = 0.55 if few == 1 and (way.words[0] in _GENERIC or len(way.words[0]) < 3) else 0.85
        return weight * (0.5 + 0.5 * coverage) if coverage >= 0.3 else 0.0
    near = len(heading.line) >= 5 and abs(len(heading.line) - len(way.line)) <= 2
    return 0.8 if near and fuzz.ratio(heading.line, way.line, score_cutoff=86) else 0.0


def vocabulary(kind: Kind) -> Vocabulary:
    """How well a heading is known for this kind, for finding the header rows."""

    def known(text: str) -> float:
        worth = max(scores(kind, text).values(), default=0.0)
        return 0.6 * worth if words_of(text)[:2] in _GROUPS else worth

    return known


def heading_scores(kind: Kind, parts: Sequence[str]) -> dict[str, float]:
    """How well a heading of one or several rows names each field.

    The lowest row says most; a lone "Fecha" or "%" under a known group ("Plazo") belongs to the group.
    """
    if not parts:
        return {}
    found = dict(scores(kind, " ".join(parts)))
    last = scores(kind, parts[-1])
    upper: Mapping[str, float] = scores(kind, parts[-2]) if len(parts) > 1 else {}
    generic = len(parts) > 1 and all(word in _GENERIC for word in words_of(parts[-1]))
    for name, score in last.items():
        found[name] = max(found.get(name, 0.0), score * (0.6 if generic and upper and name not in upper else 0.98))
    for name, score in upper.items():
        found[name] = max(found.get(name, 0.0), score * (0.97 if generic else 0.6))
    return {name: score for name, score in found.items() if score >= 0.5}


def assign(wanted: Iterable[tuple[int, str, float]]) -> dict[int, tuple[str, float]]:
    """(column, field, score) → each column's field: the surest pairs first, each column and each field once."""
    taken: dict[int, tuple[str, float]] = {}
    used: set[str] = set()
    for column, name, score in sorted(wanted, key=lambda pair: (-round(pair[2], 6), pair[0], pair[1])):
        if column not in taken and name not in used:
            taken[column] = (name, score)
            used.add(name)
    return taken
